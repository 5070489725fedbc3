import type { RemoteConnection } from '@shared/contract/connections';
import type { FailureValue } from '@shared/contract/failures';
import type { MembersState } from '@shared/contract/members';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reactive } from 'vue';
import type { useConnection } from '../../connection/current';
import type { useRemotes } from '../../connection/remotes';
import type { StorePart } from '../../connection/store-part.fixture';
import type { useMembers } from '../../members/members';
import { sampleMembers, sampleRow } from '../../members/sample';
import { useRemoteStory } from './remote-story';
import RemoteTrouble from './RemoteTrouble.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
const endpoints = [0, 1].map((index) => sampleRow(index).endpoint);
const remote: RemoteConnection = {
  id: 'r1',
  name: 'two in one',
  colour: 'teal',
  endpoints,
  user: 'ann',
  tls: { ca: null, certificate: null, key: null, serverName: null, skipVerify: false },
  roundTripMs: 2000,
  hasPassword: true,
};
const connection: StorePart<typeof useConnection, 'remote'> = { remote };
vi.mock('../../connection/current', () => ({ useConnection: () => connection }));
const members = reactive<StorePart<typeof useMembers, 'state' | 'error' | 'refresh'>>({
  state: null,
  error: null,
  refresh: vi.fn(() => Promise.resolve(true)),
});
vi.mock('../../members/members', () => ({ useMembers: () => members }));
const remotes = reactive<StorePart<typeof useRemotes, 'asking' | 'save'>>({
  asking: null,
  save: vi.fn(() => Promise.resolve({ ok: true as const, value: { id: 'r1' } })),
});
vi.mock('../../connection/remotes', () => ({ useRemotes: () => remotes }));
enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  remotes.asking = null;
});

const refused = {
  code: 'ENDPOINT_UNREACHABLE' as const,
  data: { endpoint: 'http://a:1', reason: { kind: 'refused' as const } },
};
const failing = (failure: FailureValue): MembersState => ({
  ...sampleMembers([0, 1].map((index) => sampleRow(index, { failure }))),
  leader: null,
});
function show(state: MembersState) {
  members.state = state;
  const wrapper = mount(RemoteTrouble);
  const press = (name: string) =>
    wrapper
      .findAll('button')
      .find((each) => each.text() === name)
      ?.trigger('click');
  return { wrapper, press, buttons: wrapper.findAll('button').map((each) => each.text()) };
}
const story = (state: MembersState) =>
  useRemoteStory()(state, null)
    .map(({ text }) => text)
    .join(' ');

test('a refused user is no outage: the button that helps signs in', async () => {
  const state = failing({ code: 'AUTH_FAILED', data: { endpoint: 'http://a:1', user: 'ann' } });
  const { wrapper, press, buttons } = show(state);
  expect(wrapper.get('h3').text()).toBe('The cluster does not accept the user');
  expect(story(state)).toBe('The cluster does not accept the user');
  expect(buttons[0]).toBe('Sign in…');
  await press('Sign in…');
  expect(remotes.asking).toEqual({ about: 'edit', id: 'r1' });
});

test('when no endpoint answers the buttons try again or edit, and nobody says that nobody leads', async () => {
  const state = failing(refused);
  const { wrapper, press, buttons } = show(state);
  expect(buttons).toEqual(['Retry now', 'Edit…']);
  expect(`${wrapper.text()} ${story(state)}`).not.toMatch(/no leader|nobody leads/i);
  await press('Retry now');
  expect(members.refresh).toHaveBeenCalledOnce();
});

test('the header names no leader that the ring does not know', () => {
  const state = { ...sampleMembers([sampleRow(0, { failure: refused }), sampleRow(1)]), leader: null };
  expect(story(state)).toContain('still name a leader that does not answer');
  expect(story(state)).not.toContain('n1');
});

test('of different clusters each can be chosen, and says how it differs', async () => {
  const clusters = endpoints.map((endpoint) => ({ clusterId: 'c1', endpoints: [endpoint] }));
  const state = { ...sampleMembers([sampleRow(0), sampleRow(1)]), leader: null, clusters };
  const { wrapper } = show(state);
  expect(wrapper.get('[role="alert"]').text()).toContain('These endpoints lead to different clusters');
  expect(story(state)).toContain('These endpoints lead to different clusters');
  const [, second] = wrapper.findAll('li');
  expect(second?.text()).toContain(endpoints[1]);
  await second?.get('button').trigger('click');
  await flushPromises();
  expect(remotes.save).toHaveBeenCalledWith(
    'r1',
    expect.objectContaining({ endpoints: [endpoints[1]], user: 'ann', password: null }),
  );
});
