import type { FailureValue } from '@shared/contract/failures';
import type { EtcdInstall } from '@shared/contract/toolchain';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import EtcdPath from './EtcdPath.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

fakeLive(fakeEngine.jobs.watch);
const settings = fakeLive(fakeEngine.settings.watch);
const toolchain = fakeLive(fakeEngine.toolchain.watch);

it('says what is wrong with the etcd at the path, and what to do', async () => {
  const path = '/opt/etcd';
  const problem: FailureValue = { code: 'ETCD_UNUSABLE', data: { path, reason: { kind: 'no-program' } } };
  const programs = { version: null, etcdctl: null, etcdutl: null };
  const install: EtcdInstall = { path, source: 'settings', ...programs, clusters: [], problem };
  settings.state.value = { theme: 'system', etcdPath: path, refreshMs: 1000, problem: null };
  toolchain.state.value = {
    installs: [install],
    preferred: null,
    job: null,
    offered: '3.6.14',
    pinned: [],
    releaseHost: 'github.com',
    systemPackage: null,
  };
  const wrapper = mount(EtcdPath, { global: { plugins: [createPinia()] } });
  await flushPromises();
  const error = wrapper.get('[role="alert"]').text();
  expect(error).toContain('The etcd at /opt/etcd cannot be used: it is not a program.');
  expect(error).toContain('Check the file, or choose another etcd');
});
