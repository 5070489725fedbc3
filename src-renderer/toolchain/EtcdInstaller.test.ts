import type { InstallJob, ToolchainState } from '@shared/contract/toolchain';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { beforeEach, expect, test, vi } from 'vitest';
import { i18n } from '../i18n/i18n';
import EtcdInstaller from './EtcdInstaller.vue';

const engine = vi.hoisted(() => ({
  state: null as ToolchainState | null,
  download: vi.fn<(input: { version: string }) => Promise<{ job: string }>>(),
  cancel: vi.fn<(input: { job: string }) => Promise<void>>(),
  installPackage: vi.fn<() => Promise<{ job: string }>>(),
}));
vi.mock('../rpc/engine', () => ({
  connection: { opened: () => Promise.resolve() },
  engine: {
    toolchain: {
      ...engine,
      watch: () =>
        Promise.resolve(
          (async function* () {
            yield await Promise.resolve(engine.state);
            await new Promise(() => undefined);
          })(),
        ),
    },
  },
}));

const nothing: ToolchainState = {
  installs: [],
  preferred: null,
  job: null,
  offered: '3.6.14',
  systemPackage: null,
};
const job: InstallJob = {
  id: 'j1',
  kind: 'download',
  version: '3.6.14',
  phase: 'downloading',
  received: 5_000_000,
  total: 20_000_000,
  failure: null,
};

async function show(state: ToolchainState) {
  engine.state = state;
  const wrapper = mount(EtcdInstaller, { global: { plugins: [createPinia(), i18n] } });
  await flushPromises();
  return wrapper;
}

beforeEach(() => {
  vi.clearAllMocks();
  engine.download.mockResolvedValue({ job: 'j1' });
  engine.cancel.mockResolvedValue();
});

test('the offered version is there to be downloaded with one press', async () => {
  const wrapper = await show(nothing);
  expect(wrapper.get('input').element.value).toBe('3.6.14');
  await wrapper.get('form').trigger('submit');
  expect(engine.download).toHaveBeenCalledWith({ version: '3.6.14' });
});

test('any version can be typed, and what is none is refused before it is asked for', async () => {
  const wrapper = await show(nothing);
  await wrapper.get('input').setValue('latest');
  await wrapper.get('form').trigger('submit');
  expect(engine.download).not.toHaveBeenCalled();
  expect(wrapper.get('[role="alert"]').text()).toContain('3.6.14');
  await wrapper.get('input').setValue('v3.5.33');
  await wrapper.get('form').trigger('submit');
  expect(engine.download).toHaveBeenCalledWith({ version: '3.5.33' });
});

test('a download shows how far it is, and can be cancelled', async () => {
  const wrapper = await show({ ...nothing, job });
  expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('25');
  expect(wrapper.text()).toContain('5.0 MB of 20 MB');
  await wrapper.get('button').trigger('click');
  expect(engine.cancel).toHaveBeenCalledWith({ job: 'j1' });
});

test('a failed download says why and what to do, and can be tried again', async () => {
  const failure = { code: 'CHECKSUM_UNKNOWN', data: { archive: 'etcd.tar.gz' } } as const;
  const wrapper = await show({ ...nothing, job: { ...job, phase: 'failed', failure } });
  expect(wrapper.get('[role="alert"]').text()).toContain('The checksum of etcd.tar.gz could not be had');
  await wrapper.get('button').trigger('click');
  expect(engine.download).toHaveBeenCalledWith({ version: '3.6.14' });
});

test('an action that the engine refuses says so', async () => {
  const wrapper = await show(nothing);
  engine.download.mockRejectedValue({ code: 'VERSION_INVALID', data: { version: '3.6.14' } });
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role="alert"]').text()).toContain('is not a version of etcd');
});

test('the system’s package is offered to be run only where it can be', async () => {
  const command = 'apt-get install etcd-server';
  const shown = await show({ ...nothing, systemPackage: { command, runnable: false } });
  expect(shown.text()).toContain(command);
  expect(shown.text()).not.toContain('Install');
  const runnable = await show({ ...nothing, systemPackage: { command, runnable: true } });
  expect(runnable.findAll('button').map((button) => button.text())).toContain('Install');
});
