import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import UiDiff from './UiDiff.vue';

enableAutoUnmount(afterEach);

function show(props: { before: string; after: string; layout?: 'inline' | 'sides'; afterLabel?: string }) {
  return mount(UiDiff, { props, attachTo: document.body });
}

test('two texts that are the same are said to be', () => {
  expect(show({ before: 'a', after: 'a' }).text()).toContain('Both are the same.');
});

test('what was removed and what was added are both shown', async () => {
  const wrapper = show({ before: 'size: 1\nkept', after: 'size: 2\nkept', afterLabel: 'Yours' });
  await vi.waitUntil(() => wrapper.find('.cm-deletedChunk').exists(), 5000);
  expect(wrapper.get('.cm-deletedChunk').text()).toContain('size: 1');
  expect(wrapper.get('.cm-content').text()).toContain('size: 2');
  expect(wrapper.text()).toContain('Yours');
});

test('beside each other, each side has its name and cannot be changed', async () => {
  const wrapper = show({ before: 'a', after: 'b', layout: 'sides', afterLabel: 'Yours' });
  await vi.waitUntil(() => wrapper.findAll('.cm-content').length === 2, 5000);
  const sides = wrapper.findAll('.cm-content');
  expect(sides.map((side) => side.attributes('aria-label'))).toEqual(['Before', 'Yours']);
  expect(sides.map((side) => side.attributes('aria-readonly'))).toEqual(['true', 'true']);
});

test('long runs of equal lines are folded until they are asked for', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => `line ${at}`);
  const wrapper = show({ before: lines.join('\n'), after: lines.join('\n').replace('line 30', 'new') });
  await vi.waitUntil(() => wrapper.find('.cm-collapsedLines').exists(), 5000);
  await wrapper.get('button').trigger('click');
  expect(wrapper.find('.cm-collapsedLines').exists()).toBe(false);
});
