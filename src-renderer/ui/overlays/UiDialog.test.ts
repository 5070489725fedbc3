import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import UiDialog from './UiDialog.vue';

enableAutoUnmount(afterEach);

function focusedIn(slots: { readonly default: string; readonly footer: string }): Promise<string> {
  mount(UiDialog, {
    attachTo: document.body,
    props: { open: true, title: 'Title' },
    slots,
  });
  return vi.waitFor(() => {
    const focused = document.activeElement;
    if (!focused?.closest('[role=dialog]')) throw new Error('the focus is not in the dialog');
    return focused.id || (focused.getAttribute('aria-label') ?? '');
  });
}

const footer = '<button id="cancel"></button><button id="delete"></button>';

test.each([
  ['the first field that can be used', '<input disabled /><input id="name" /><input />', footer, 'name'],
  ['the way out, before what cannot be undone', '<p>Delete it?</p>', footer, 'cancel'],
  ['its own close button when it has nothing else', '<p>Done.</p>', '', 'Close'],
])('a dialog that opens has the focus on %s', async (_name, body, foot, expected) => {
  expect(await focusedIn({ default: body, footer: foot })).toBe(expected);
});
