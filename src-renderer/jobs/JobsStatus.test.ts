import type { Job } from '@shared/contract/jobs';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commands, runCommand } from '../actions/commands';
import { bytesOf, jobOf } from './job.fixture';
import { fakeEngine } from '../rpc/fake-engine.fixture';
import { fakeLive } from '../rpc/fake-live.fixture';
import JobsStatus from './JobsStatus.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);

const engine = fakeEngine.jobs;
const told = fakeLive(engine.watch);
const { state: log } = fakeLive(engine.steps);

function mounted() {
  return mount(JobsStatus, { global: { plugins: [createPinia()] }, attachTo: document.body });
}
let wrapper: ReturnType<typeof mounted>;
beforeEach(() => {
  sessionStorage.clear();
  for (const call of [engine.cancel, engine.dismiss, engine.dismissEnded]) call.mockResolvedValue();
});
afterEach(() => wrapper.unmount());

async function show(...jobs: Job[]): Promise<void> {
  wrapper = mounted();
  await flushPromises();
  await tell(...jobs);
}
async function tell(...jobs: Job[]): Promise<void> {
  told.state.value = { jobs };
  await flushPromises();
}
async function openPanel(): Promise<HTMLElement> {
  await wrapper.get('button').trigger('click');
  await flushPromises();
  return panel();
}
/** The panel stands beside the page's content. */
function panel(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[role="dialog"]');
  if (!found) throw new Error('There is no panel');
  return found;
}
function button(name: string): HTMLButtonElement {
  const named = (each: HTMLButtonElement) => each.getAttribute('aria-label') ?? each.textContent.trim();
  const found = [...panel().querySelectorAll('button')].find((each) => named(each) === name);
  if (!found) throw new Error(`There is no button ${name}`);
  return found;
}

const endedAt = '2026-11-27T12:00:05.000Z';
const failure = { code: 'DISK_FULL', data: { path: '/full' } } as const;
const failed = jobOf({ status: { state: 'failed', endedAt, trouble: { kind: 'failure', failure } } });
const done = jobOf({ id: 'j2', status: { state: 'done', endedAt, result: { path: '/etcd' } } });

test('the button is hidden before the first job and stays afterwards', async () => {
  await show();
  expect(wrapper.find('button').exists()).toBe(false);
  expect(runCommand('jobs.show')).toBe(false);
  await tell(done);
  await tell();
  expect(wrapper.get('button').text()).toBe('Jobs');
  expect((await openPanel()).textContent).toContain('No jobs');
});

test('one job is shown by its title and progress, several by their number', async () => {
  await show(jobOf({ progress: bytesOf() }));
  expect(wrapper.get('button').text()).toContain('Installing etcd 3.6.14, 25%');
  await tell(jobOf());
  expect(wrapper.get('button').text()).toMatch(/Installing etcd 3.6.14$/);
  await tell(jobOf(), jobOf({ id: 'j3' }));
  expect(wrapper.get('button').text()).toContain('2 jobs');
});

test('the panel shows how far and how fast a job is, and cancels it', async () => {
  await show(jobOf({ progress: bytesOf({ rate: 2_000_000, leftMs: 7500 }) }));
  const { textContent } = await openPanel();
  expect(textContent).toContain('5.0 MB of 20 MB · 2.0 MB/s');
  expect(textContent).toContain('8 s left');
  const bar = panel().querySelector('[role="progressbar"]');
  expect(bar?.getAttribute('aria-label')).toBe('Installing etcd 3.6.14');
  button('Cancel: Installing etcd 3.6.14').click();
  expect(engine.cancel).toHaveBeenCalledWith({ job: 'j1' });
  await tell(jobOf({ status: { state: 'running', cancelling: true } }));
  expect(button('Cancelling…').disabled).toBe(true);
});

test('a failed job is marked until it was seen', async () => {
  await show(jobOf());
  await tell(failed);
  expect(wrapper.get('button').text()).toContain('1 failed');
  const { textContent } = await openPanel();
  expect(textContent).toContain('etcd 3.6.14 could not be installed');
  expect(textContent).toContain('/full');
  expect(wrapper.get('button').text()).toBe('Jobs');
  wrapper.unmount();
  await show(failed);
  expect(wrapper.get('button').text()).toBe('Jobs');
});

test('a bug shows everything known about it', async () => {
  const trouble = { kind: 'bug', detail: 'TypeError: x is not a function' } as const;
  await show(jobOf({ status: { state: 'failed', endedAt, trouble } }));
  expect((await openPanel()).textContent).toContain('TypeError: x is not a function');
});

test('the end of a job is announced once, and not for jobs that had ended before', async () => {
  await show(done, jobOf());
  expect(wrapper.get('[role="status"]').text()).toBe('');
  await tell(done, failed);
  expect(wrapper.get('[role="status"]').text()).toBe('etcd 3.6.14 could not be installed');
});

test('ended jobs can be dismissed, one by one or all at once', async () => {
  await show(failed, done, jobOf({ id: 'j3' }));
  await openPanel();
  button('Dismiss: etcd 3.6.14 is ready').click();
  expect(engine.dismiss).toHaveBeenCalledWith({ job: 'j2' });
  button('Clear ended').click();
  expect(engine.dismissEnded).toHaveBeenCalledOnce();
});

test('the focus stays in the panel when a job disappears with its button', async () => {
  await show(done, jobOf({ id: 'j3' }));
  await openPanel();
  button('Dismiss: etcd 3.6.14 is ready').focus();
  await tell(jobOf({ id: 'j3' }));
  expect(panel().contains(document.activeElement)).toBe(true);
});

test('the steps load on demand, and dropped ones are counted', async () => {
  const at = '2026-11-27T12:00:01.000Z';
  log.value = { steps: [{ code: 'downloading', data: { host: 'mirror.example' }, at }], dropped: 3 };
  await show(jobOf());
  await openPanel();
  expect(panel().textContent).not.toContain('mirror.example');
  button('Steps').click();
  await flushPromises();
  expect(panel().textContent).toContain('Downloading from mirror.example');
  expect(panel().textContent).toContain('3 earlier steps are no longer kept');
});

test('the palette opens the panel, too', async () => {
  await show(jobOf());
  expect(commands.value.map(({ title }) => title)).toContain('Show jobs');
  runCommand('jobs.show');
  await flushPromises();
  expect(panel().textContent).toContain('Installing etcd 3.6.14');
});
