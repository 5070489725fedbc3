import { describe, expect, it } from 'vitest';
import { anyInTheOpen, anySecure, hostOf, readEndpoints } from './endpoints';

describe('endpoints that were typed', () => {
  it('may stand on lines of their own, or with commas or blanks between', () => {
    expect(readEndpoints(' http://a:2379\nhttps://b.example:2379/, HTTP://[::1]:2379 ')).toEqual({
      endpoints: ['http://a:2379', 'https://b.example:2379', 'http://[::1]:2379'],
    });
  });

  it('need no scheme: a host and a port alone have that of the others', () => {
    expect(readEndpoints('127.0.0.1:2379 [::1]:2379')).toEqual({
      endpoints: ['http://127.0.0.1:2379', 'http://[::1]:2379'],
    });
    expect(readEndpoints('a:1 https://b:2')).toEqual({ endpoints: ['https://a:1', 'https://b:2'] });
    expect(readEndpoints('a:1 http://a:1')).toEqual({ problem: { key: 'twice', endpoint: 'http://a:1' } });
  });

  it('may have brackets around an IPv4 address', () => {
    expect(readEndpoints('https://[127.0.0.1]:2379')).toEqual({ endpoints: ['https://127.0.0.1:2379'] });
  });

  it('name the host', () => {
    expect(hostOf('https://a.example:2379 http://b:1')).toBe('a.example');
    expect(hostOf('[::1]:2379')).toBe('[::1]');
    expect(hostOf('nothing')).toBeNull();
  });

  it.each([
    ['', 'none', ''],
    [' \n', 'none', ''],
    ['db1', 'noPort', 'db1'],
    ['db1/x:1', 'noScheme', 'db1/x:1'],
    ['unix:///run/etcd.sock', 'unix', 'unix:///run/etcd.sock'],
    ['ftp://db1:1', 'scheme', 'ftp://db1:1'],
    ['htp:/127.0.0.1', 'scheme', 'htp:/127.0.0.1'],
    ['http:/db1:2379', 'scheme', 'http:/db1:2379'],
    // A message never repeats a password.
    ['http://root:p:w@db1:2379', 'user', 'http://root:•••@db1:2379'],
    ['root:pw@db1:2379', 'user', 'root:•••@db1:2379'],
    ['etcd://root:p/w@db1:2379/x', 'user', 'etcd://root:•••@db1:2379/x'],
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
    expect(anyInTheOpen('db:1')).toBe(true);
    expect(anyInTheOpen('127.0.0.1:1 https://db:1')).toBe(false);
  });
});
