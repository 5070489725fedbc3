import type { KeyValue, TreeRow } from '@shared/contract/keys';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { answerAlways, fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import DeleteKey from './DeleteKey.vue';
import KeyPane from './pane/KeyPane.vue';
import KeyTreeRow from './tree/KeyTreeRow.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../rpc/live', async () => (await import('../../rpc/fake-live.fixture')).liveModule);
const connection = { kind: 'local', cluster: 'c1' } as const;
const shown: StorePart<typeof useConnection, 'ref' | 'readOnly'> = { ref: connection, readOnly: false };
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));
fakeLive(fakeEngine.keys.changes);
fakeLive(fakeEngine.members.held);
enableAutoUnmount(afterEach);

const bytes = (text: string) => new TextEncoder().encode(text);
const valueOf = (key: Uint8Array): KeyValue => ({
  key,
  value: bytes('v'),
  createRevision: '2',
  modRevision: '2',
  version: '1',
  lease: null,
});
answerAlways(fakeEngine.keys.get, (input) =>
  Promise.resolve({ current: valueOf((input as { readonly key: Uint8Array }).key), revision: '2' }),
);
beforeEach(() => setActivePinia(createPinia()));

/** Each place that shows a key by its name. */
const places = {
  'a row of the tree': (path: Uint8Array) => {
    const row: TreeRow = { kind: 'key', path, label: path, depth: 0, count: 1, expanded: false };
    const props = { row, open: false, unsaved: false, search: '', ignoreCase: false, delimiter: '/' };
    mount(KeyTreeRow, { props, attachTo: document.body });
  },
  'the header of a key': (path: Uint8Array) => {
    const stubs = { ValueEditor: true, KeyMenu: true, KeyMetadata: true };
    mount(KeyPane, { props: { connection, path }, global: { stubs }, attachTo: document.body });
  },
  'the dialog that deletes it': (path: Uint8Array) => {
    mount(DeleteKey, { props: { open: true, connection, path }, attachTo: document.body });
  },
};
const { body } = document;

it.each(Object.entries(places))('blanks at the end of a key are marked in %s', async (_, show) => {
  show(bytes('k '));
  await flushPromises();
  expect(body.querySelector('[title="blank at the end"]')).not.toBeNull();
});

it.each(Object.entries(places))('letters in parts are marked in %s, and no others', async (_, show) => {
  show(bytes('\u00e9'));
  await flushPromises();
  expect(body.textContent).toContain('\u00e9');
  expect(body.textContent).not.toContain('letters in parts');
  show(bytes('e\u0301'));
  await flushPromises();
  expect(body.textContent).toContain('letters in parts');
});
