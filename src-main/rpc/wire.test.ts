import { portableBase64 } from '@shared/base64';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { nodeBase64 } from './wire';

const both = [nodeBase64, portableBase64] as const;

test('any bytes come back from base64, whichever side wrote it and whichever reads it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom(...both),
      fc.constantFrom(...both),
      (bytes, writer, reader) => {
        const text = writer.toBase64(bytes);
        expect(text).toBe(portableBase64.toBase64(bytes));
        expect(reader.fromBase64(text)).toEqual(Uint8Array.from(bytes));
      },
    ),
  );
});

it('takes a part of a larger buffer', () => {
  expect(nodeBase64.toBase64(Uint8Array.of(1, 2, 3, 4, 5).subarray(1, 3))).toBe('AgM=');
});

it.each(['A', 'AB', 'AB=', 'A===', '====', 'AB C', 'AB\n=', 'AB-_', 'ABC\u0141', 'AA==AAAA'])(
  'refuses %j, which is no base64',
  (text) => {
    for (const { fromBase64 } of both) expect(fromBase64(text)).toBeNull();
  },
);
