import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import UiEndpoint from './UiEndpoint.vue';

it.each([
  ['etcd-1.etcd-headless.kube-system.svc:2379', ['etcd-1.etcd-headless.kube-system', '.svc:2379']],
  ['https://[fd00::1]:2379', ['https://[fd00', '::1]:2379']],
  ['remote · etcd-1.example.org:2379 and 2 more', ['remote · etcd-1.example', '.org:2379 and 2 more']],
  ['1: etcd-1.example.org:2379 (ended)', ['1: etcd-1.example', '.org:2379 (ended)']],
  ['n1', []],
  ['a:1', []],
])('%s is cut before its end, where its port is', (text, parts) => {
  const wrapper = mount(UiEndpoint, { props: { text } });
  expect(wrapper.text()).toBe(text);
  expect(wrapper.findAll('span > span').map((each) => each.text())).toEqual(parts);
});
