import { portableBase64 } from '@shared/base64';
import { expect, it, vi } from 'vitest';
import { pageBase64 } from './wire';

it('a page without base64 of its own uses ours', () => {
  expect(pageBase64({ prototype: {} })).toBe(portableBase64);
});

it('a page with base64 of its own uses that, strictly, and takes its error for bytes that are no base64', () => {
  const toBase64 = vi.fn(() => 'AQ==');
  const fromBase64 = vi.fn((text: string) => {
    if (text !== 'AQ==') throw new SyntaxError('no base64');
    return Uint8Array.of(1);
  });
  const base64 = pageBase64({ prototype: { toBase64 }, fromBase64 });
  expect(base64.toBase64(Uint8Array.of(1))).toBe('AQ==');
  expect(toBase64.mock.contexts).toEqual([Uint8Array.of(1)]);
  expect(base64.fromBase64('AQ==')).toEqual(Uint8Array.of(1));
  expect(fromBase64).toHaveBeenCalledWith('AQ==', { lastChunkHandling: 'strict' });
  expect(base64.fromBase64('!')).toBeNull();
});
