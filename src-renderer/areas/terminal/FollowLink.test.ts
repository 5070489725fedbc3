import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { shallowReactive } from 'vue';
import FollowLink from './FollowLink.vue';

const wishes = vi.hoisted(() => ({ follow: null as string | null }));
const live = shallowReactive(wishes);
vi.mock('./open-terminals', () => ({ useTerminals: () => ({ wishes: live }) }));
enableAutoUnmount(afterEach);

it('shows where a link leads, its name as the browser understands it, and opens it only then', async () => {
  const opened = vi.spyOn(window, 'open').mockReturnValue(null);
  mount(FollowLink, { attachTo: document.body });
  live.follow = 'https://etcd.iо/docs';
  await flushPromises();
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('xn--');
  expect(opened).not.toHaveBeenCalled();
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')];
  buttons.find((button) => button.textContent.trim() === 'Open link')?.click();
  await flushPromises();
  expect(opened.mock.calls[0]?.[0]).toMatch(/^https:\/\/etcd\.xn--/);
  expect(live.follow).toBeNull();
});
