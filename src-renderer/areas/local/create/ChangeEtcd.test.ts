import type { FailureValue } from '@shared/contract/failures';
import { type Cluster, defaultTuning } from '@shared/contract/local';
import type { EtcdInstall } from '@shared/contract/toolchain';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import ChangeEtcd from './ChangeEtcd.vue';
import { sampleCluster } from '../../../members/sample';

vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../rpc/live', async () => (await import('../../../rpc/fake-live.fixture')).liveModule);

const calls = fakeEngine.local;
fakeLive(calls.watch);
fakeLive(fakeEngine.connections.watch);
fakeLive(fakeEngine.jobs.watch);
const { state: toolchain } = fakeLive(fakeEngine.toolchain.watch);
enableAutoUnmount(afterEach);
const tools = { etcdctl: null, etcdutl: null, clusters: [] };
const own: EtcdInstall = {
  ...tools,
  path: '/usr/bin/etcd',
  version: '3.6.14',
  source: 'path',
  problem: null,
};
const newer: EtcdInstall = {
  ...tools,
  path: '/opt/etcd-3.7/etcd',
  version: '3.7.0',
  source: 'app',
  problem: null,
};
const old: EtcdInstall = {
  ...tools,
  path: '/opt/etcd-3.3/etcd',
  version: '3.3.10',
  source: 'settings',
  problem: { code: 'ETCD_TOO_OLD', data: { version: '3.3.10', minimum: '3.4.0' } },
};
beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  calls.setEtcd.mockResolvedValue();
});

/** Stand-ins for parts that need a layout: an open dialog, and a native select. */
const stubs = {
  EtcdInstaller: true,
  UiDialog: { props: ['title'], template: '<div><h2>{{ title }}</h2><slot /><slot name="footer" /></div>' },
  UiSelect: {
    props: ['options', 'label', 'modelValue'],
    emits: ['update:modelValue'],
    template: `<select :aria-label="label" :value="modelValue"
      @change="$emit('update:modelValue', $event.target.value)">
      <option v-for="each in options" :key="each.value" :value="each.value" :disabled="each.disabled">
        {{ each.label }}
      </option>
    </select>`,
  },
};

function dialog(preferred: string | null, ...installs: EtcdInstall[]) {
  return dialogOf({}, preferred, ...installs);
}

function dialogOf(part: Partial<Cluster>, preferred: string | null, ...installs: EtcdInstall[]) {
  toolchain.value = {
    installs,
    preferred,
    job: null,
    offered: '3.6.14',
    pinned: [],
    releaseHost: '',
    systemPackage: null,
  };
  return mount(ChangeEtcd, {
    attachTo: document.body,
    props: { open: true, cluster: sampleCluster([{ kind: 'stopped' }], part) },
    global: { stubs },
  });
}

describe('the dialog that changes the etcd of a cluster', () => {
  it('starts with the current one, and accepts another', async () => {
    const wrapper = dialog(own.path, own, newer, old);
    const choice = wrapper.get<HTMLSelectElement>('select[aria-label=etcd]');
    expect(choice.element.value).toBe(own.path);
    expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeDefined();
    expect(choice.findAll('option').filter((option) => option.element.disabled)).toHaveLength(1);
    await choice.setValue(newer.path);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(calls.setEtcd).toHaveBeenCalledWith({ cluster: 'c1', etcdPath: newer.path });
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
  });

  it('suggests the preferred one when the current one is gone', () => {
    const wrapper = dialog(newer.path, newer);
    expect(wrapper.get('select').element.value).toBe(newer.path);
    expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeUndefined();
  });

  it('shows why one is refused until another is chosen', async () => {
    calls.setEtcd.mockRejectedValue({
      code: 'ETCD_DOWNGRADE',
      data: { version: '3.7.0', written: '3.8.0' },
    } satisfies FailureValue);
    const wrapper = dialog(own.path, own, newer);
    await wrapper.get('select').setValue(newer.path);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.emitted('update:open')).toBeUndefined();
    expect(wrapper.text()).toContain('was written by etcd 3.8.0; etcd 3.7.0 cannot read it');
    await wrapper.get('select').setValue(own.path);
    expect(wrapper.text()).not.toContain('cannot read it');
  });

  it.each([
    ['3.5.30', '3.7.0 cannot take it over in one step', 'Change to 3.6.11 first'],
    ['3.8.0', '3.7.0 cannot read it', 'Choose 3.8.0'],
  ])(
    'refuses before it is asked what data of %s cannot take, and names the way',
    async (dataVersion, what, way) => {
      calls.setEtcd.mockClear();
      const wrapper = dialogOf({ dataVersion }, own.path, own, newer);
      await wrapper.get('select').setValue(newer.path);
      expect(wrapper.text()).toContain(what);
      expect(wrapper.text()).toContain(way);
      expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeDefined();
      await wrapper.get('form').trigger('submit');
      expect(calls.setEtcd).not.toHaveBeenCalled();
    },
  );

  it('advises a step that etcd advises, and does without it when asked', async () => {
    const wrapper = dialogOf({ dataVersion: '3.6.10' }, own.path, own, newer);
    await wrapper.get('select').setValue(newer.path);
    expect(wrapper.text()).toContain('First to 3.6.11 or a later patch');
    expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeUndefined();
  });

  it('names the flags that the new version dropped, with their successors', async () => {
    const extraFlags = ['--experimental-compaction-batch-limit=500', '--enable-v2=false'];
    const tuning = { ...defaultTuning, extraFlags };
    const wrapper = dialogOf({ tuning, dataVersion: '3.6.14' }, own.path, own, newer);
    expect(wrapper.text()).not.toContain('no longer knows');
    await wrapper.get('select').setValue(newer.path);
    expect(wrapper.findAll('li').map((each) => each.text())).toEqual([
      '--experimental-compaction-batch-limit=500 becomes --compaction-batch-limit=500',
      '--enable-v2=false is removed: nothing replaces it',
    ]);
  });

  it('says what is wrong with the only one, and offers to get another', () => {
    const wrapper = dialog(null, old);
    expect(wrapper.text()).toContain('none of those on this machine can be used');
    expect(wrapper.text()).toContain('etcd 3.3.10 is too old');
    expect(wrapper.text()).not.toContain('there is none on this machine yet');
    expect(wrapper.findComponent({ name: 'EtcdInstaller' }).exists()).toBe(true);
  });

  it('says when no etcd is installed', () => {
    expect(dialog(null).text()).toContain('there is none on this machine yet');
  });
});
