import type { KeysStatus } from '@shared/contract/keys';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import TreeFooter from './TreeFooter.vue';

enableAutoUnmount(afterEach);
const bytes = (text: string) => new TextEncoder().encode(text);

it('tells the keyboard, and those who have it read out, what may be read and why it was reloaded', () => {
  const status: KeysStatus = {
    phase: { kind: 'live' },
    keys: 3,
    revision: '1204',
    scope: {
      kind: 'granted',
      user: 'ann',
      ranges: [
        { key: bytes('/app/'), rangeEnd: bytes('/app0') },
        { key: bytes('/one'), rangeEnd: bytes('') },
      ],
    },
    relisted: { kind: 'compacted', at: '2026-11-23T10:00:00.000Z', compactRevision: '1100' },
  };
  const wrapper = mount(TreeFooter, {
    props: { status, stale: false, stopped: false },
    global: { stubs: { UiTooltip: { props: ['text', 'side'], template: '<slot />' } } },
  });
  const stops = wrapper.findAll('[tabindex="0"]');
  expect(stops.map((each) => each.text()).slice(0, 2)).toEqual([
    '3 keys at revision 1,204, live',
    'Only what user ann can read: 2 ranges',
  ]);
  expect(stops[2]?.text()).toContain('Reloaded');
  const [live, granted, relisted] = stops.map((each) => each.attributes('aria-description'));
  expect(live).toContain('updated as keys change');
  expect(granted).toBe('/app/…\n/one');
  expect(relisted).toContain('before 1,100');
});

it('claims no number of keys and no revision while none could be read, and says why', async () => {
  const failure = { code: 'AUTH_FAILED', data: { endpoint: 'http://a:1', user: 'ann' } } as const;
  const status: KeysStatus = {
    phase: { kind: 'failed', failure, final: true },
    keys: 0,
    revision: null,
    scope: { kind: 'all' },
    relisted: null,
  };
  const wrapper = mount(TreeFooter, {
    props: { status, stale: false, stopped: false },
    global: { stubs: { UiTooltip: { props: ['text', 'side'], template: '<slot />' } } },
  });
  expect(wrapper.text()).toContain('The keys could not be read. The name ');
  expect(wrapper.text()).not.toMatch(/\d+ keys|revision/);
  await wrapper.setProps({ stopped: true });
  expect(wrapper.text()).toBe('No keys are read while the cluster is stopped');
});

it('promises no reconnection to a cluster that is stopped', async () => {
  const status: KeysStatus = {
    phase: { kind: 'resuming', failure: null },
    keys: 3,
    revision: '12',
    scope: { kind: 'all' },
    relisted: null,
  };
  const wrapper = mount(TreeFooter, {
    props: { status, stale: false, stopped: false },
    global: { stubs: { UiTooltip: { props: ['text', 'side'], template: '<slot />' } } },
  });
  expect(wrapper.text()).toBe('3 keys as of revision 12, reconnecting…');
  await wrapper.setProps({ stopped: true });
  expect(wrapper.text()).toBe('3 keys as of revision 12');
});
