import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printfOf, quoteWord } from './quote';

/** Runs `script` in a shell from a file, so that it may have any length. */
function run(shell: string, script: string): Buffer {
  const { stdout, status, stderr } = spawnSync(shell, ['-s'], {
    input: script,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH },
  });
  if (status !== 0) throw new Error(`${shell}: ${String(stderr)}`);
  return stdout;
}

const special = ' \'"\\$`!#~*?[]{}()<>|&;=%-\n\t\r\u0000\u007fax0é😀';
/** Random bytes, and texts that shells treat specially. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc
    .string({
      unit: fc.constantFrom(...Array.from(special)),
      maxLength: 20,
    })
    .map((text) => new TextEncoder().encode(text)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => new TextEncoder().encode(text)),
);
const argument = anyBytes.map((bytes) => bytes.filter((byte) => byte !== 0));

/** The words as bash itself parses them, each terminated by a NUL. */
function readByBash(words: readonly string[]): Buffer[] {
  const printed = run('bash', `printf '%s\\0' ${words.join(' ')}\n`);
  const ends = [...printed.keys()].filter((at) => printed[at] === 0);
  return ends.map((end, index) => printed.subarray((ends[index - 1] ?? -1) + 1, end));
}

describe('a quoted word', () => {
  it('is read by bash as exactly its bytes', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 50, maxLength: 200 }), (words) => {
        const quoted = words.map((word) => quoteWord(word) ?? 'NUL');
        expect(readByBash(quoted).map(String)).toEqual(words.map((word) => String(Buffer.from(word))));
        expect(Buffer.concat(readByBash(quoted))).toEqual(Buffer.concat(words));
      }),
      { numRuns: 20 },
    );
  });

  it('is one line, whatever its bytes', () => {
    fc.assert(fc.property(argument, (word) => !/[\r\n]/.test(quoteWord(word) ?? '')));
  });

  it.each([
    ['/app/config.json', '/app/config.json'],
    ['--lease=1f', '--lease=1f'],
    ['=cat', "'=cat'"],
    ['', "''"],
    ['{"a": 1}', `'{"a": 1}'`],
    ['it is 5 o\u2019clock', "'it is 5 o\u2019clock'"],
    ["it's\n\\n", "$'it\\x27s\\n\\\\n'"],
    ['~', "'~'"],
  ])('of %j is %s', (word, line) => {
    expect(quoteWord(word)).toBe(line);
  });

  it('is none for bytes with a NUL', () => {
    expect(quoteWord(Uint8Array.of(0x61, 0, 0x62))).toBeNull();
  });
});

describe('a printf of bytes', () => {
  it.each(['bash', 'sh'])('prints exactly them in %s', (shell) => {
    fc.assert(
      fc.property(fc.array(anyBytes, { minLength: 20, maxLength: 100 }), (values) => {
        const script = values.map((value) => `${printfOf(value)}\n`).join('');
        expect(run(shell, script)).toEqual(Buffer.concat(values));
      }),
      { numRuns: 20 },
    );
  });

  it('prints a value that no argument could hold', () => {
    const value = Buffer.alloc(256 * 1024, "\u0000'%\\é");
    expect(run('bash', `${printfOf(value)}\n`).equals(value)).toBe(true);
  });
});
