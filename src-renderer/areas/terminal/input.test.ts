import { flushPromises } from '@vue/test-utils';
import { MAX_TERMINAL_BYTES } from '@shared/contract/terminal';
import { expect, it } from 'vitest';
import { Input } from './input';

const encode = (text: string) => new TextEncoder().encode(text);

/** An engine that accepts one call each time the test lets it. */
function slowEngine() {
  const taken: Uint8Array[] = [];
  const waiting: { end: () => void; fail: (error: Error) => void }[] = [];
  const input = new Input(
    (data) =>
      new Promise<void>((end, fail) => {
        taken.push(data);
        waiting.push({ end, fail });
      }),
  );
  return { input, taken, next: () => waiting.shift() };
}
const texts = (all: readonly Uint8Array[]) => all.map((data) => new TextDecoder().decode(data));

it('keys typed during a call go in the next one, in order', async () => {
  const { input, taken, next } = slowEngine();
  for (const letter of ['a', 'b', 'c']) input.write(encode(letter));
  expect(texts(taken)).toEqual(['a']);
  next()?.end();
  await flushPromises();
  expect(texts(taken)).toEqual(['a', 'bc']);
});

it('a long paste arrives whole, in pieces that the engine accepts', async () => {
  const { input, taken, next } = slowEngine();
  const pasted = new Uint8Array(2 * MAX_TERMINAL_BYTES + 5).fill(0x61);
  input.write(pasted);
  for (let call = 0; call < 3; call++) {
    next()?.end();
    await flushPromises();
  }
  expect(taken.map(({ length }) => length)).toEqual([MAX_TERMINAL_BYTES, MAX_TERMINAL_BYTES, 5]);
});

it('input that cannot be sent is dropped, and later input is not delayed', async () => {
  const { input, taken, next } = slowEngine();
  input.write(encode('a'));
  input.write(encode('b'));
  next()?.fail(new Error('lost'));
  await flushPromises();
  input.write(encode('c'));
  expect(texts(taken)).toEqual(['a', 'c']);
});
