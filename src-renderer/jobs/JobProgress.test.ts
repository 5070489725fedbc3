import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { beforeEach, expect, test, vi } from 'vitest';
import { bytesOf, jobOf } from './job.fixture';
import { fakeEngine } from '../rpc/fake-engine.fixture';
import { fakeLive } from '../rpc/fake-live.fixture';
import JobProgress from './JobProgress.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);

const engine = fakeEngine.jobs;
fakeLive(engine.watch);

beforeEach(() => {
  for (const call of [engine.cancel, engine.dismiss]) call.mockResolvedValue();
});

function show(job: ReturnType<typeof jobOf>) {
  const slots = { again: '<button>Retry</button>' };
  return mount(JobProgress, { props: { job }, slots, global: { plugins: [createPinia()] } });
}
const endedAt = '2026-11-27T12:00:05.000Z';

test('a job that runs shows its step and how far it is, and can be cancelled', async () => {
  const at = '2026-11-27T12:00:01.000Z';
  const step = { code: 'downloading', data: { host: 'mirror.example' }, at } as const;
  const wrapper = show(jobOf({ progress: bytesOf(), step }));
  const bar = wrapper.get('[role="progressbar"]');
  expect(bar.attributes('aria-valuenow')).toBe('25');
  expect(bar.attributes('aria-label')).toBe('Installing etcd 3.6.14');
  expect(wrapper.text()).toContain('Downloading from mirror.example');
  expect(wrapper.text()).toContain('5.0 MB of 20 MB');
  await wrapper.get('button').trigger('click');
  expect(engine.cancel).toHaveBeenCalledWith({ job: 'j1' });
});

test('a job that is told to end says so, and cannot be told again', () => {
  const wrapper = show(jobOf({ status: { state: 'running', cancelling: true } }));
  expect(wrapper.get('button').text()).toBe('Cancelling…');
  expect(wrapper.get('button').attributes('disabled')).toBeDefined();
});

test('a job that failed says why, offers to try again, and can be dismissed', async () => {
  const failure = { code: 'DISK_FULL', data: { path: '/full' } } as const;
  const wrapper = show(
    jobOf({ status: { state: 'failed', endedAt, trouble: { kind: 'failure', failure } } }),
  );
  expect(wrapper.get('[role="alert"]').text()).toContain('/full');
  const [again, dismiss] = wrapper.findAll('button');
  expect(again?.text()).toBe('Retry');
  await dismiss?.trigger('click');
  expect(engine.dismiss).toHaveBeenCalledWith({ job: 'j1' });
});

test('a job that is done or was cancelled says so', () => {
  expect(show(jobOf({ status: { state: 'done', endedAt, result: { path: '/e' } } })).text()).toContain(
    'etcd 3.6.14 is ready',
  );
  expect(show(jobOf({ status: { state: 'cancelled', endedAt } })).text()).toContain('was cancelled');
});
