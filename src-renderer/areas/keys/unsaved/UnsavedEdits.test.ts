import { toText } from '@shared/bytes';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { RemoteConnection } from '@shared/contract/connections';
import type { KeyValue } from '@shared/contract/keys';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, disposePinia, type Pinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useConnection } from '../../../connection/current';
import { sampleCluster, up } from '../../../members/sample';
import { answerAlways, fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import { copyText } from '../../../ui/clipboard';
import { dismissToast, toasts } from '../../../ui/overlays/toast';
import KeysArea from '../KeysArea.vue';
import { useKeys } from '../state/store';

vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../rpc/live', async () => (await import('../../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../../ui/clipboard', () => ({ copyText: vi.fn(() => Promise.resolve(true)) }));
vi.mock('../tree/tree', () => ({ useTree: () => tree }));

const nothing = { value: null };
const tree = {
  error: nothing,
  summary: nothing,
  version: { value: 0 },
  length: { value: 0 },
  filtered: { value: false },
};
const { state: local } = fakeLive(fakeEngine.local.watch);
const { state: remotes } = fakeLive(fakeEngine.connections.watch);
fakeLive(fakeEngine.keys.status);
fakeLive(fakeEngine.keys.changes);
fakeLive(fakeEngine.members.held);

/** The cluster's keys, the same for each connection. */
const stored = new Map<string, KeyValue>();
interface Asked {
  readonly key: Uint8Array;
  readonly modRevision?: string;
}
answerAlways(fakeEngine.keys.get, (asked) =>
  Promise.resolve({ current: stored.get(toText((asked as Asked).key)) ?? null, revision: '9' }),
);
answerAlways(fakeEngine.keys.isAt, (asked) => {
  const { key, modRevision } = asked as Asked;
  return Promise.resolve(stored.get(toText(key))?.modRevision === modRevision);
});
function put(key: string, modRevision = '2'): void {
  const fixed = { createRevision: '2', version: '1', lease: null };
  stored.set(key, { key: bytes(key), value: bytes('old'), modRevision, ...fixed });
}

const bytes = (text: string) => new TextEncoder().encode(text);
const C1: ConnectionRef = { kind: 'local', cluster: 'c1' };
const PROD: ConnectionRef = { kind: 'remote', id: 'prod' };

enableAutoUnmount(afterEach);
afterEach(() => toasts.value.forEach(({ id }) => dismissToast(id)));
let pinia: Pinia;
// The stores of a test must not follow what the next one sends.
afterEach(() => disposePinia(pinia));
beforeEach(() => {
  localStorage.clear();
  setActivePinia((pinia = createPinia()));
  stored.clear();
  for (const key of ['a', 'b']) put(key);
});

function remoteOf(id: string): RemoteConnection {
  const tls = { ca: null, certificate: null, key: null, serverName: null, skipVerify: false };
  const fixed = { colour: 'teal', user: null, tls, roundTripMs: 2000, hasPassword: false } as const;
  return { id, name: id, endpoints: ['http://p:2379'], ...fixed };
}
async function tell(clusters: readonly string[], remoteIds: readonly string[]): Promise<void> {
  local.value = { clusters: clusters.map((id) => sampleCluster([up], { id, name: id })), unreadable: [] };
  const connections = remoteIds.map(remoteOf);
  remotes.value = { connections, secretsKept: true, problem: null };
  await flushPromises();
}
async function show() {
  const plainEditor = {
    props: ['modelValue'],
    emits: ['update:modelValue'],
    template: '<textarea :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)" />',
    methods: {
      focus(this: { readonly $el: HTMLElement }) {
        this.$el.focus();
      },
    },
  };
  const names = ['KeyTree', 'TreeToolbar', 'TreeFooter', 'KeyMenu', 'KeyDialogs', 'FolderPane'];
  const stubs = { ...Object.fromEntries(names.map((name) => [name, true])), UiCodeEditor: plainEditor };
  const wrapper = mount(KeysArea, { global: { stubs }, attachTo: document.body });
  await tell(['c1'], ['prod']);
  useConnection().select(C1);
  await flushPromises();
  return wrapper;
}
async function open(key: string): Promise<void> {
  useKeys().view?.select({ kind: 'key', path: bytes(key) });
  await flushPromises();
}
async function edit(key: string, text: string): Promise<void> {
  await open(key);
  const editor = document.querySelector('textarea');
  if (!editor) throw new Error('no editor');
  editor.value = text;
  editor.dispatchEvent(new Event('input'));
  await flushPromises();
}
function button(name: RegExp): HTMLButtonElement | undefined {
  return [...document.querySelectorAll('button')].find((each) => name.test(each.textContent.trim()));
}
async function press(name: RegExp): Promise<void> {
  const found = button(name);
  if (!found) throw new Error(`There is no button ${name.source}`);
  found.click();
  await flushPromises();
  // A popover gives the focus back in a later task.
  await flushPromises();
}
const line = () => button(/unsaved edits?$/)?.textContent.trim() ?? null;
const list = () => document.querySelector('[role="dialog"][aria-label="Unsaved edits"]')?.textContent ?? null;
const shownKey = () => document.querySelector('[aria-label^="Key "]')?.getAttribute('aria-label') ?? null;
const shownText = () => document.querySelector('textarea')?.value ?? null;
function asksToLeave(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

it('the edits besides the open one are counted, and nothing is drawn while there are none', async () => {
  await show();
  await edit('a', 'mine');
  expect(line()).toBeNull();
  await edit('b', 'mine, too');
  expect(line()).toBe('1 unsaved edit');
  useKeys().view?.select(null);
  await flushPromises();
  expect(line()).toBe('2 unsaved edits');
});

it('an edit of a key that was deleted since is found, read and discarded', async () => {
  await show();
  await edit('a', 'mine');
  await open('b');
  stored.delete('a');
  await press(/^1 unsaved edit$/);
  expect(list()).toContain('Deleted since');
  await press(/^a/);
  expect(shownKey()).toBe('Key a');
  expect(shownText()).toBe('mine');
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
  expect(list()).toBeNull();
  await press(/^Discard$/);
  await open('b');
  expect(line()).toBeNull();
  expect(asksToLeave()).toBe(false);
});

it('a key that changed since says so, and one that did not says nothing', async () => {
  await show();
  await edit('a', 'mine');
  await edit('b', 'mine');
  await open('c');
  put('b', '7');
  await press(/^2 unsaved edits$/);
  const rows = [...document.querySelectorAll('[role="dialog"] li')].map((each) => each.textContent);
  expect(rows).toEqual(['a', 'bChanged since']);
});

it('an edit on another connection names it, and opening it shows that connection', async () => {
  await show();
  await edit('a', 'mine');
  useConnection().select(PROD);
  await flushPromises();
  await press(/^1 unsaved edit$/);
  expect(list()).toContain('c1');
  await press(/^a/);
  expect(useConnection().ref).toEqual(C1);
  expect(shownKey()).toBe('Key a');
  expect(shownText()).toBe('mine');
});

it('an edit on a deleted connection is told of once, can be read, copied and discarded', async () => {
  await show();
  useConnection().select(PROD);
  await flushPromises();
  await edit('a', 'mine');
  await tell(['c1'], []);
  expect(toasts.value.map(({ title }) => title)).toEqual(['The connection prod was deleted']);
  toasts.value.forEach(({ id }) => dismissToast(id));
  await tell(['c1', 'c2'], []);
  expect(toasts.value).toEqual([]);
  await press(/^1 unsaved edit$/);
  expect(list()).toContain('Connection deleted: prod');
  expect(list()).not.toContain('mine');
  await press(/^Show the edit$/);
  expect(list()).toContain('mine');
  await press(/^Copy value$/);
  expect(copyText).toHaveBeenCalledWith('mine');
  expect(asksToLeave()).toBe(true);
  await press(/^Discard$/);
  expect(line()).toBeNull();
  expect(asksToLeave()).toBe(false);
});

it('the edit is there when the last connection was deleted', async () => {
  await show();
  await edit('a', 'mine');
  await tell([], []);
  expect(document.body.textContent).toContain('No cluster, no keys');
  await press(/^1 unsaved edit$/);
  expect(list()).toContain('Connection deleted: c1');
});

it('a connection that cannot be read now is not called deleted', async () => {
  await show();
  await edit('a', 'mine');
  const problem = { kind: 'missing' } as const;
  local.value = { clusters: [], unreadable: [{ folder: '/data/c1', problem, nodes: [] }] };
  await flushPromises();
  expect(toasts.value).toEqual([]);
  await press(/^1 unsaved edit$/);
  expect(list()).not.toContain('Connection deleted');
});

it('an edit is shown while its key cannot be read', async () => {
  await show();
  await edit('a', 'mine');
  await open('b');
  const failure = {
    code: 'ENDPOINT_UNREACHABLE',
    data: { endpoint: 'http://a:1', reason: { kind: 'refused' } },
  };
  fakeEngine.keys.get.mockRejectedValue(failure);
  await open('a');
  expect(shownText()).toBe('mine');
});
