import { mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { nextTick } from 'vue';
import { showToast } from './toast';
import UiToasts from './UiToasts.vue';

vi.mock('../clipboard', () => ({ copyText: vi.fn() }));
afterEach(() => document.body.replaceChildren());

test('a toast shows text of others so that it cannot change how it reads', async () => {
  const wrapper = mount(UiToasts, { attachTo: document.body });
  showToast({ tone: 'info', title: 'n\u202e1', text: 'a\u001b[31m' });
  await nextTick();
  await nextTick();
  expect(document.body.textContent).toContain('n\\u202e1');
  expect(document.body.textContent).toContain('a\\u001b[31m');
  expect(document.body.innerHTML).not.toMatch(/[\u001b\u202e]/);
  wrapper.unmount();
});
