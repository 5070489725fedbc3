import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { nextTick } from 'vue';
import { fakeInfo, fakeLink, sampleInfo } from '../rpc/fake-engine.fixture';
import LinkBanner from './LinkBanner.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);

enableAutoUnmount(afterEach);

test('a lost engine is said, until it answers again', async () => {
  fakeInfo.value = sampleInfo;
  const wrapper = mount(LinkBanner);
  expect(wrapper.text()).toBe('');
  fakeLink.value = 'lost';
  await nextTick();
  expect(wrapper.text()).toContain('Lost the connection to Quorate.');
  expect(wrapper.get('button').text()).toBe('Try now');
  fakeInfo.value = { ...sampleInfo, engine: 'e2' };
  fakeLink.value = 'open';
  await nextTick();
  expect(wrapper.text()).toBe('');
});

test('an engine of another version asks for a reload', async () => {
  fakeInfo.value = sampleInfo;
  const wrapper = mount(LinkBanner);
  fakeInfo.value = { ...sampleInfo, version: '1.1.0', engine: 'e2' };
  await nextTick();
  expect(wrapper.text()).toContain('Quorate 1.1.0 runs now');
  expect(wrapper.get('button').text()).toBe('Reload the window');
});

test('a browser is told to open the new address, and a window of the app is not', async () => {
  fakeInfo.value = sampleInfo;
  const wrapper = mount(LinkBanner);
  fakeLink.value = 'lost';
  await nextTick();
  expect(wrapper.text()).toContain('If it was stopped, start it again.');
  fakeInfo.value = { ...sampleInfo, host: 'serve' };
  await nextTick();
  expect(wrapper.text()).toContain('start it again and open the address that it prints');
});
