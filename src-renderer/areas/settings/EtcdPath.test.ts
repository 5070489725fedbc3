import type { Settings } from '@shared/contract/settings';
import type { FailureValue } from '@shared/contract/failures';
import type { EtcdInstall, ToolchainState } from '@shared/contract/toolchain';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import EtcdPath from './EtcdPath.vue';

const engine = vi.hoisted(() => ({
  settings: null as Settings | null,
  toolchain: null as ToolchainState | null,
}));
vi.mock('../../rpc/engine', () => {
  const once = (state: () => unknown) => ({
    watch: () =>
      Promise.resolve(
        (async function* () {
          yield await Promise.resolve(state());
          await new Promise(() => undefined);
        })(),
      ),
  });
  return {
    connection: { opened: () => Promise.resolve() },
    engine: { settings: once(() => engine.settings), toolchain: once(() => engine.toolchain) },
  };
});

it('says what is wrong with the etcd at the path, and what to do', async () => {
  const path = '/opt/etcd';
  const problem: FailureValue = { code: 'ETCD_UNUSABLE', data: { path, reason: { kind: 'no-program' } } };
  const programs = { version: null, etcdctl: null, etcdutl: null };
  const install: EtcdInstall = { path, source: 'settings', ...programs, clusters: [], problem };
  engine.settings = { theme: 'system', etcdPath: path, refreshMs: 1000 };
  engine.toolchain = {
    installs: [install],
    preferred: null,
    job: null,
    offered: '3.6.14',
    systemPackage: null,
  };
  const wrapper = mount(EtcdPath, { global: { plugins: [createPinia()] } });
  await flushPromises();
  const error = wrapper.get('[role="alert"]').text();
  expect(error).toContain('The etcd at /opt/etcd cannot be used: it is not a program.');
  expect(error).toContain('Check the file, or choose another etcd');
});
