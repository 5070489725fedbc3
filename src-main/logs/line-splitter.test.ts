import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter';

describe('a line splitter', () => {
  it('finds the same lines however the bytes arrive, characters of several bytes included', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (lines, size) => {
        const splitter = new LineSplitter(1000);
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const found: string[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          found.push(...splitter.push(bytes.subarray(at, at + size)).map(({ text }) => text));
        }
        expect(found).toEqual(lines);
        expect(splitter.rest).toBe('');
      }),
    );
  });

  it('keeps the beginning of a line that is too long, and says how much it cut', () => {
    const splitter = new LineSplitter(10);
    expect(splitter.push(Buffer.from('abcdefgh'))).toEqual([]);
    expect(splitter.push(Buffer.from('ijklm'))).toEqual([]);
    expect(splitter.push(Buffer.from('nop'))).toEqual([]);
    expect(splitter.push(Buffer.from('q\nshort\n0123456789AB\n'))).toEqual([
      { text: 'abcdefghij', cut: 7 },
      { text: 'short', cut: 0 },
      { text: '0123456789', cut: 2 },
    ]);
  });

  it('never cuts within a character', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(Buffer.from('abcé\n'))).toEqual([{ text: 'abc', cut: 2 }]);
  });

  it('does not hold on to the buffer it was given', () => {
    const splitter = new LineSplitter(100);
    const buffer = Buffer.from('half');
    splitter.push(buffer);
    buffer.fill('x');
    expect(splitter.rest).toBe('half');
    expect(splitter.end()).toEqual({ text: 'half', cut: 0 });
    expect(splitter.end()).toBeNull();
  });

  it('takes the line ends of Windows too', () => {
    expect(new LineSplitter(100).push(Buffer.from('a\r\n\r\nb\n')).map(({ text }) => text)).toEqual([
      'a',
      '',
      'b',
    ]);
  });
});
