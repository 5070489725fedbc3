import { effectScope } from 'vue';
import { expect, it } from 'vitest';
import { useSight } from './sight';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A sight whose calls the test answers. */
function watched() {
  const calls: (readonly [number, number])[] = [];
  let answer: () => void = () => undefined;
  const look = (from: number, to: number) => {
    calls.push([from, to]);
    return new Promise<void>((resolve) => (answer = resolve));
  };
  const scope = effectScope();
  const sight = scope.run(() => useSight(look));
  if (!sight) throw new Error('no sight');
  return { sight, calls, answer: () => answer(), end: () => scope.stop() };
}

it('rows drawn together are reported once, and only when they change', async () => {
  const { sight, calls, answer } = watched();
  for (const index of [4, 2, 3]) sight.drawn(index);
  await settle();
  answer();
  await settle();
  for (const index of [2, 3, 4]) sight.drawn(index);
  await settle();
  expect(calls).toEqual([[2, 5]]);
  sight.again();
  await settle();
  expect(calls).toEqual([
    [2, 5],
    [2, 5],
  ]);
});

it('during a call the latest range waits, and those in between are skipped', async () => {
  const { sight, calls, answer } = watched();
  for (const index of [1, 10, 20]) {
    sight.drawn(index);
    await settle();
  }
  expect(calls).toEqual([[1, 2]]);
  answer();
  await settle();
  expect(calls).toEqual([
    [1, 2],
    [20, 21],
  ]);
});

it('nothing is reported once the list is closed', async () => {
  const { sight, calls, end } = watched();
  end();
  sight.drawn(1);
  await settle();
  expect(calls).toEqual([]);
});
