import { describe, expect, it } from 'vitest';
import { shellLine } from './shell-line';

const nul = Uint8Array.of(0x61, 0);

describe('the line of a command', () => {
  it.each([
    [{ words: ['get'], flags: ['--prefix'], args: ['/app/'] }, 'etcdctl get --prefix /app/'],
    [{ words: ['put'], args: ['-k', '-v'] }, 'etcdctl put -- -k -v'],
    [{ words: ['put'], args: ['k', nul] }, "printf 'a\\000' | etcdctl put k"],
    [{ words: ['lease', 'revoke'], args: ['7'] }, 'etcdctl lease revoke 7'],
    [{ words: ['txn'], stdin: 'mod("k") = "1"\n' }, `printf 'mod("k") = "1"\\n' | etcdctl txn`],
  ])('%j is %s', (command, line) => {
    expect(shellLine(command)).toEqual({ line, hindrance: null });
  });

  it('says a key with a NUL in a transaction', () => {
    expect(shellLine({ words: ['del'], flags: ['--prefix'], args: [nul] })).toEqual({
      line: `printf '\\ndel --prefix "a\\\\x00"\\n\\n\\n' | etcdctl txn`,
      hindrance: null,
    });
  });

  it('is shown, and not to be run, when nothing can say its NUL', () => {
    expect(shellLine({ words: ['watch'], args: [nul] })).toEqual({
      line: "etcdctl watch 'a\\000'",
      hindrance: 'nul',
    });
  });

  it('is shown, and not to be run, when etcdctl cannot do what was done', () => {
    const command = { words: ['lease', 'grant'], args: ['60', '7d'], hindrance: 'chosenId' } as const;
    expect(shellLine(command)).toEqual({ line: 'etcdctl lease grant 60 7d', hindrance: 'chosenId' });
  });

  it('brings a long value by standard input', () => {
    expect(shellLine({ words: ['put'], args: ['k', 'v'.repeat(100_000)] }).line).toMatch(
      /^printf 'v{100000}' \| etcdctl put k$/,
    );
  });

  it('has the environment before the program, also behind a pipe', () => {
    const env = { ETCDCTL_ENDPOINTS: 'http://a:1,http://b:1', ETCDCTL_CERT: '/my certs/c.pem' };
    expect(shellLine({ words: ['put'], args: ['k', nul] }, env).line).toBe(
      `printf 'a\\000' | ETCDCTL_ENDPOINTS=http://a:1,http://b:1 ETCDCTL_CERT='/my certs/c.pem' etcdctl put k`,
    );
  });
});
