import type { FailureValue } from '@shared/contract/failures';
import type { Job } from '@shared/contract/jobs';
import type { ToolchainState } from '@shared/contract/toolchain';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { beforeEach, expect, test, vi } from 'vitest';
import { bytesOf, jobOf } from '../jobs/job.fixture';
import { fakeEngine } from '../rpc/fake-engine.fixture';
import { fakeLive } from '../rpc/fake-live.fixture';
import EtcdInstaller from './EtcdInstaller.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);

const { download } = fakeEngine.toolchain;
const { cancel } = fakeEngine.jobs;
const toolchain = fakeLive(fakeEngine.toolchain.watch);
const told = fakeLive(fakeEngine.jobs.watch);

const nothing: ToolchainState = {
  installs: [],
  preferred: null,
  job: null,
  offered: '3.6.14',
  pinned: ['3.6.14'],
  releaseHost: 'github.com',
  systemPackage: null,
};
const installing = jobOf({ progress: bytesOf() });

async function show(state: ToolchainState, ...jobs: Job[]) {
  toolchain.state.value = state;
  told.state.value = { jobs };
  const wrapper = mount(EtcdInstaller, { global: { plugins: [createPinia()] } });
  await flushPromises();
  return wrapper;
}

beforeEach(() => {
  download.mockResolvedValue({ job: 'j1' });
  cancel.mockResolvedValue();
});

test('the offered version is there to be downloaded with one press', async () => {
  const wrapper = await show(nothing);
  expect(wrapper.get('input').element.value).toBe('3.6.14');
  await wrapper.get('form').trigger('submit');
  expect(download).toHaveBeenCalledWith({ version: '3.6.14' });
});

test('any version can be typed, and what is none is refused before it is asked for', async () => {
  const wrapper = await show(nothing);
  await wrapper.get('input').setValue('latest');
  await wrapper.get('form').trigger('submit');
  expect(download).not.toHaveBeenCalled();
  expect(wrapper.get('[role="alert"]').text()).toContain('3.6.14');
  await wrapper.get('input').setValue('v3.5.33');
  await wrapper.get('form').trigger('submit');
  expect(download).toHaveBeenCalledWith({ version: '3.5.33' });
});

test('a download shows how far it is, and can be cancelled', async () => {
  const wrapper = await show({ ...nothing, job: 'j1' }, installing);
  expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('25');
  expect(wrapper.text()).toContain('5.0 MB of 20 MB');
  expect(wrapper.find('form').exists()).toBe(false);
  await wrapper.get('button').trigger('click');
  expect(cancel).toHaveBeenCalledWith({ job: 'j1' });
});

test('a failed download says why and what to do, and can be tried again', async () => {
  const failure = { code: 'CHECKSUM_UNKNOWN', data: { archive: 'etcd.tar.gz' } } as const;
  const trouble = { kind: 'failure', failure } as const;
  const endedAt = '2026-11-27T12:00:05.000Z';
  const failed = jobOf({ status: { state: 'failed', endedAt, trouble } });
  const wrapper = await show({ ...nothing, job: 'j1' }, failed);
  expect(wrapper.get('[role="alert"]').text()).toContain('The checksum of etcd.tar.gz could not be fetched');
  await wrapper.get('button').trigger('click');
  expect(download).toHaveBeenCalledWith({ version: '3.6.14' });
});

test('other jobs, and one that was dismissed, are not shown here', async () => {
  const wrapper = await show({ ...nothing, job: 'j1' }, jobOf({ id: 'j2' }));
  expect(wrapper.find('[role="progressbar"]').exists()).toBe(false);
  expect(wrapper.find('form').exists()).toBe(true);
});

test('an action that the engine refuses says so', async () => {
  const wrapper = await show(nothing);
  download.mockRejectedValue({
    code: 'VERSION_INVALID',
    data: { version: '3.6.14' },
  } satisfies FailureValue);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role="alert"]').text()).toContain('is not an etcd version');
});

test('the system’s package is offered to be run only where it can be', async () => {
  const command = 'apt-get install etcd-server';
  const shown = await show({ ...nothing, systemPackage: { command, runnable: false } });
  expect(shown.text()).toContain(command);
  expect(shown.text()).not.toContain('Install');
  const runnable = await show({ ...nothing, systemPackage: { command, runnable: true } });
  expect(runnable.findAll('button').map((button) => button.text())).toContain('Install');
});

test('it says who vouches for a version: Quorate itself, or the release alone', async () => {
  const wrapper = await show(nothing);
  expect(wrapper.text()).toContain('a SHA-256 that is part of Quorate');
  await wrapper.get('input').setValue('3.5.33');
  expect(wrapper.text()).toContain('SHA256SUMS, which come from github.com');
  await wrapper.get('input').setValue('3.5');
  expect(wrapper.text()).not.toContain('SHA256SUMS');
});
