import { expect, it } from 'vitest';
import { Unanswered } from './unanswered';

const MIB = 2 ** 20;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Reads requests from a queue unless it is paused, and counts how many are in work at once. */
function reader(sizes: readonly number[]) {
  const queue = [...sizes];
  const inWork: (() => void)[] = [];
  const seen = { most: 0, answered: 0, taken: 0 };
  let paused = false;
  const socket = {
    pause: () => void (paused = true),
    resume: () => {
      paused = false;
      read();
    },
  };
  const unanswered = new Unanswered(socket);
  const work = async () => {
    await new Promise<void>((resolve) => {
      inWork.push(resolve);
      seen.taken++;
      seen.most = Math.max(seen.most, inWork.length);
    });
    seen.answered++;
  };
  function read(): void {
    for (let bytes; !paused && (bytes = queue.shift()) !== undefined;) void unanswered.during(bytes, work);
  }
  return { read, inWork, seen };
}

it('fifty large requests at once are never in work together, and all are answered in the end', async () => {
  const { read, inWork, seen } = reader(Array<number>(50).fill(7.9 * MIB));
  read();
  while (inWork.length > 0) {
    inWork.shift()?.();
    await turn();
  }
  expect(seen).toEqual({ most: 3, answered: 50, taken: 50 });
});

it('small requests are never held back', () => {
  const { read, seen } = reader(Array<number>(1000).fill(60 * 1024));
  read();
  expect(seen.taken).toBe(1000);
});
