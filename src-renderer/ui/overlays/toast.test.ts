import { beforeEach, expect, test } from 'vitest';
import { dismissToast, showToast, toasts } from './toast';

const titles = () => toasts.value.map(({ title }) => title);
beforeEach(() => {
  for (const { id } of toasts.value) dismissToast(id);
});

test('at most four toasts are shown, the latest ones', () => {
  for (const title of ['a', 'b', 'c', 'd', 'e']) showToast({ tone: 'info', title });
  expect(titles()).toEqual(['b', 'c', 'd', 'e']);
});

test('what is said already is said anew, not twice', () => {
  for (const title of ['a', 'b', 'a']) showToast({ tone: 'info', title });
  expect(titles()).toEqual(['b', 'a']);
});

test('a dismissed toast goes, the others stay', () => {
  for (const title of ['a', 'b']) showToast({ tone: 'info', title });
  dismissToast(toasts.value[0]?.id ?? -1);
  expect(titles()).toEqual(['b']);
});
