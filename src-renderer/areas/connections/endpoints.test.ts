import { describe, expect, it } from 'vitest';
import { anyInTheOpen, anySecure, readEndpoints } from './endpoints';

describe('endpoints that were typed', () => {
  it('may stand on lines of their own, or with commas or blanks between', () => {
    expect(readEndpoints(' http://a:2379\nhttps://b.example:2379/, HTTP://[::1]:2379 ')).toEqual({
      endpoints: ['http://a:2379', 'https://b.example:2379', 'http://[::1]:2379'],
    });
  });

  it.each([
    ['', 'none', ''],
    [' \n', 'none', ''],
    ['db1:2379', 'noScheme', 'db1:2379'],
    ['unix://sock:1', 'scheme', 'unix://sock:1'],
    ['http://root:pw@db1:2379', 'user', 'http://root:pw@db1:2379'],
    ['http://db1:2379/v3', 'path', 'http://db1:2379/v3'],
    ['http://db1', 'noPort', 'http://db1'],
    ['http://[::1]', 'noPort', 'http://[::1]'],
    ['http://db1:', 'port', 'http://db1:'],
    ['http://db1:etcd', 'port', 'http://db1:etcd'],
    ['http://db1:70000', 'port', 'http://db1:70000'],
    ['http://a:1 http://b:2 http://a:1/', 'twice', 'http://a:1/'],
    ['http://[zz]:2379', 'malformed', 'http://[zz]:2379'],
    ['http://::1:2379', 'malformed', 'http://::1:2379'],
  ])('%j is refused: %s', (text, key, endpoint) => {
    expect(readEndpoints(text)).toEqual({ problem: { key, endpoint } });
  });

  it('are refused when there are too many', () => {
    const text = Array.from({ length: 31 }, (_, index) => `http://a:${index + 1}`).join('\n');
    expect(readEndpoints(text)).toEqual({ problem: { key: 'many', endpoint: '' } });
  });

  it('speak TLS by their scheme', () => {
    expect(anySecure('http://a:1\nHTTPS://b')).toBe(true);
    expect(anySecure('http://a:1 b:2')).toBe(false);
  });

  it('are in the open when they leave the machine without TLS', () => {
    expect(anyInTheOpen('http://localhost:1 http://127.0.0.1:2 http://[::1]:3 https://db:4')).toBe(false);
    expect(anyInTheOpen('http://localhost.example:1')).toBe(true);
  });
});
