import type { LogRow } from '@shared/contract/logs';
import { expect, it } from 'vitest';
import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { useSelection } from './selection';

function row(seq: number): LogRow {
  return { seq, node: 'n1', at: null, level: 'info', message: `m${seq}`, fields: [], caller: null };
}

function selection(rows: readonly LogRow[]) {
  const held = shallowRef(rows);
  const dropped = ref(0);
  const asked: number[] = [];
  const list = {
    dropped,
    row: (index: number) => {
      asked.push(index);
      return held.value[index];
    },
  };
  const scope = effectScope();
  const made = scope.run(() => useSelection(list));
  if (!made) throw new Error('the scope has ended');
  return { ...made, held, dropped, asked };
}

it('a chosen line is taken as soon as it is there, and asked for no more', async () => {
  const { activate, selected, held, asked } = selection([]);
  activate(1);
  await nextTick();
  expect(selected.value).toBeNull();
  held.value = [row(0), row(1)];
  await nextTick();
  expect(selected.value?.seq).toBe(1);
  asked.length = 0;
  held.value = [row(0), row(1), row(2)];
  await nextTick();
  expect(asked).toEqual([]);
});

it('a chosen line stays chosen when rows fall out before it, and itself', async () => {
  const { activate, selected, active, held, dropped, asked } = selection([row(0), row(1), row(2)]);
  activate(2);
  await nextTick();
  asked.length = 0;
  held.value = [row(2)];
  dropped.value = 2;
  activate(0);
  await nextTick();
  expect([selected.value?.seq, active.value, asked]).toEqual([2, 0, []]);
  activate(null);
  await nextTick();
  expect(selected.value?.seq).toBe(2);
});

it('closing forgets the line, so that it can be chosen again', async () => {
  const { activate, close, selected } = selection([row(0)]);
  activate(0);
  await nextTick();
  close();
  expect(selected.value).toBeNull();
  activate(0);
  await nextTick();
  expect(selected.value?.seq).toBe(0);
});
