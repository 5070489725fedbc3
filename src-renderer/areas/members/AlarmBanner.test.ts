import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, test, vi } from 'vitest';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { memberIds, sampleMembers, sampleRow, sampleStatus } from '../../members/sample';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import AlarmBanner from './AlarmBanner.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
const ref = { kind: 'local', cluster: 'c1' } as const;
const connection: StorePart<typeof useConnection, 'ref'> = { ref };
vi.mock('../../connection/current', () => ({ useConnection: () => connection }));
enableAutoUnmount(afterEach);

const MB = 1_000_000;
const raised = (kind: string) => `memberID:${BigInt(`0x${memberIds[1]}`)} alarm:${kind} `;

function show(...errors: string[]) {
  setActivePinia(createPinia());
  const full = { errors, dbSize: 9 * MB, dbSizeInUse: 8 * MB, dbSizeQuota: 8 * MB };
  const rows = [0, 1, 2].map((index) => sampleRow(index, { status: sampleStatus(index, full) }));
  return mount(AlarmBanner, { props: { state: sampleMembers(rows) } });
}

test('without an alarm there is no banner', () => {
  expect(show('etcdserver: no leader').text()).toBe('');
});

test('a full database names the member, and each step is one button that says when it is done', async () => {
  const wrapper = show(raised('NOSPACE'));
  expect(wrapper.get('[role="alert"]').text()).toContain('The database of n2 has reached its quota');
  expect(wrapper.text()).toContain('8.0 MB of');
  const buttons = wrapper.findAll('button');
  expect(buttons.map((each) => each.text())).toEqual([
    'Compact',
    'Defragment',
    'Defragment',
    'Defragment',
    'Disarm alarms',
  ]);
  fakeEngine.members.compact.mockResolvedValue({ revision: '9' });
  fakeEngine.members.defragment.mockResolvedValue();
  fakeEngine.members.disarm.mockResolvedValue();
  fakeEngine.members.refresh.mockResolvedValue();
  await buttons[0]?.trigger('click');
  await flushPromises();
  expect(fakeEngine.members.compact).toHaveBeenCalledWith({ connection: ref });
  expect(wrapper.findAll('li')[0]?.text()).toContain('Done');
  await buttons[2]?.trigger('click');
  await flushPromises();
  const endpoint = 'http://127.0.0.1:2381';
  expect(fakeEngine.members.defragment).toHaveBeenCalledWith({ connection: ref, endpoint });
  expect(wrapper.findAll('li')[1]?.text()).not.toContain('Done');
  expect(wrapper.findAll('li')[2]?.text()).toContain('Done');
  await buttons[4]?.trigger('click');
  await flushPromises();
  const alarm = { memberId: memberIds[1], kind: 'nospace' };
  expect(fakeEngine.members.disarm).toHaveBeenCalledWith({ connection: ref, alarm });
});

test('data that differs is told as such, with the way to repair it', () => {
  const wrapper = show(raised('CORRUPT'));
  expect(wrapper.get('[role="alert"]').text()).toContain('The data of n2 differs');
  expect(wrapper.findAll('li')).toEqual([]);
});
