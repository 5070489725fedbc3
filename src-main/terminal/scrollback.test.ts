import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrollback } from './scrollback';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('the scrollback', () => {
  it('holds exactly the last bytes that were written, wherever they are read from', () => {
    const writes = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(writes, fc.nat(200), fc.nat(40), (chunks, after, most) => {
        const scrollback = new Scrollback(32);
        for (const chunk of chunks) scrollback.append(chunk);
        const all = Buffer.concat(chunks);
        const { from, data } = scrollback.read(after, most);
        expect(scrollback.end).toBe(all.length);
        expect(scrollback.first).toBe(Math.max(0, all.length - 32));
        expect(from).toBeGreaterThanOrEqual(Math.min(after, all.length));
        expect(Buffer.from(data)).toEqual(all.subarray(from, from + most));
      }),
    );
  });

  it('begins with a whole line when what was asked for fell out', () => {
    const scrollback = new Scrollback(12);
    scrollback.append(Buffer.from('first line\nsecond\nthird\n'));
    expect(scrollback.read(3, 100)).toMatchObject({ from: 18 });
    expect(text(scrollback.read(3, 100).data)).toBe('third\n');
    expect(text(scrollback.read(20, 2).data)).toBe('ir');
  });

  it('keeps the end of a write that is larger than it is', () => {
    const scrollback = new Scrollback(4);
    scrollback.append(Buffer.from('ab'));
    scrollback.append(Buffer.from('0123456789'));
    expect(text(scrollback.read(8, 10).data)).toBe('6789');
    expect(scrollback.end).toBe(12);
  });
});
