import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createView } from '../state/view';
import TreeToolbar from './TreeToolbar.vue';

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function show() {
  const view = createView('c1');
  const wrapper = mount(TreeToolbar, {
    props: {
      view,
      summary: { keys: 3, searched: 9, of: 9, expandedByDefault: true },
      filtered: true,
      canReveal: false,
      createRefusal: null,
    },
    global: {
      stubs: { UiMenu: true, DelimiterMenu: true, UiTooltip: { props: ['text'], template: '<slot />' } },
    },
  });
  async function type(text: string) {
    await wrapper.get('input').setValue(text);
    await vi.advanceTimersByTimeAsync(200);
  }
  const button = () => wrapper.get('[aria-pressed]');
  return { view, wrapper, type, button };
}

it('ignores case until a capital is typed, and says so', async () => {
  const { view, type, button } = show();
  await type('users');
  expect(view.ignoresCase.value).toBe(true);
  expect(button().attributes()).toMatchObject({
    'aria-pressed': 'false',
    'aria-label': 'Match case (a capital letter in the search does, too)',
  });
  await type('Users');
  expect(view.ignoresCase.value).toBe(false);
  expect(button().attributes()).toMatchObject({
    'aria-pressed': 'true',
    'aria-label': 'Case matters because of the capital letter',
  });
});

it('matches case exactly when that is chosen', async () => {
  const { view, type, button } = show();
  await type('users');
  await button().trigger('click');
  expect(view.ignoresCase.value).toBe(false);
  expect(button().attributes('aria-label')).toBe('Match case: only keys with exactly these letters');
  await button().trigger('click');
  expect(view.ignoresCase.value).toBe(true);
});

it('takes the letters of an escape for no capital', async () => {
  const { view, type } = show();
  await type('\\xFF');
  expect(view.filter.value).toEqual(Uint8Array.of(0xff));
  expect(view.ignoresCase.value).toBe(true);
});
