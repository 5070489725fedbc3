import type { KeyChange } from '@shared/contract/keys';
import { flushPromises } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EffectScope, effectScope } from 'vue';
import type { useConnection } from '../../../connection/current';
import type { StorePart } from '../../../connection/store-part.fixture';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import { typed } from '../state/drafts';
import { useKeys } from '../state/store';
import { type OpenKey, type SaveOutcome, useOpenKey } from './open-key';

const connection = { kind: 'local', cluster: 'c' } as const;
const shown: StorePart<typeof useConnection, 'ref' | 'name' | 'isRemoved'> = {
  ref: connection,
  name: 'c',
  isRemoved: () => false,
};
const bytes = (text: string) => new TextEncoder().encode(text);
const calls = fakeEngine.keys;
const changes = fakeLive(calls.changes);
vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../connection/current', () => ({ useConnection: () => shown }));

const now = {
  key: bytes('k'),
  value: bytes('old'),
  createRevision: '2',
  modRevision: '2',
  version: '1',
  lease: null,
};

beforeEach(() => {
  setActivePinia(createPinia());
  calls.get.mockResolvedValue({ current: now, revision: '2' });
  calls.put.mockResolvedValue({ kind: 'saved', revision: '3' });
  calls.isAt.mockResolvedValue(true);
});

const scopes: EffectScope[] = [];
afterEach(() => scopes.splice(0).forEach((scope) => scope.stop()));

/** The key, open and read, with its changes followed. */
async function opened() {
  const scope = effectScope();
  scopes.push(scope);
  const open = scope.run(() => useOpenKey(connection, now.key));
  if (!open) throw new Error('not open');
  await flushPromises();
  changes.send(null);
  await flushPromises();
  return open;
}
async function hears(change: KeyChange): Promise<void> {
  changes.send(change);
  await flushPromises();
}
/** Saves `text`; `meanwhile` happens before the answer is there, and fails the save if it fails. */
async function saves(open: OpenKey, text: string, meanwhile: () => Promise<void>): Promise<SaveOutcome> {
  calls.put.mockImplementation(async () => {
    await meanwhile();
    return { kind: 'saved', revision: '3' };
  });
  open.type(text);
  const outcome = await open.save();
  await flushPromises();
  return outcome;
}

/** For each read so far, whether the user requested it. */
const asked = () => calls.get.mock.calls.map(([input]) => !input.unasked);
/** The mod revisions that were only compared with the cluster's. */
const compared = () => calls.isAt.mock.calls.map(([input]) => input.modRevision);

it('a read counts as asked for when the user opens or reloads a key, and as automatic otherwise', async () => {
  const open = await opened();
  expect(asked()).toEqual([true]);
  await hears({ kind: 'put', revision: '9' });
  expect(asked()).toEqual([true, false]);
  await open.reload();
  expect(asked()).toEqual([true, false, true]);
});

it('a key that opens is read once, and again only if it changed before its changes were followed', async () => {
  await opened();
  expect([asked(), compared()]).toEqual([[true], ['2']]);
  calls.isAt.mockResolvedValue(false);
  await opened();
  expect([asked(), compared()]).toEqual([
    [true, true, false],
    ['2', '2'],
  ]);
});

it('a save does not read back what it wrote, whether its change is reported before its answer or after', async () => {
  const open = await opened();
  expect(await saves(open, 'new', () => hears({ kind: 'put', revision: '3' }))).toBe('saved');
  expect(compared()).toEqual(['2']);
  await hears({ kind: 'put', revision: '3' });
  calls.isAt.mockClear();
  expect(await saves(open, 'newer', () => Promise.resolve())).toBe('saved');
  expect([asked(), compared()]).toEqual([[true], ['3']]);
  expect(open.state.value).toMatchObject({ kind: 'there', now: { value: bytes('newer'), version: '3' } });
});

it('a change by somebody else during a save is read after it, and so is one that a failed save heard of', async () => {
  const open = await opened();
  const theirs = { ...now, value: bytes('theirs'), modRevision: '4' };
  calls.get.mockResolvedValue({ current: theirs, revision: '4' });
  await saves(open, 'mine', () => hears({ kind: 'put', revision: '4' }));
  expect(open.state.value).toMatchObject({ now: { value: bytes('theirs') } });
  expect(asked()).toEqual([true, false]);

  const failed = await saves(open, 'mine again', async () => {
    await hears({ kind: 'unknown', revision: '5' });
    expect(asked()).toEqual([true, false]);
    throw new Error('outcome unknown');
  });
  expect(failed).toBe('failed');
  expect(asked()).toEqual([true, false, false]);
});

it('a save that ends after the window went to another connection leaves the edit of the same key there alone', async () => {
  const open = await opened();
  const keys = useKeys();
  const elsewhere = { kind: 'local', cluster: 'other' } as const;
  const theirs = typed(now.key, now, 'text', 'edited elsewhere');
  const outcome = await saves(open, 'new', () => {
    shown.ref = elsewhere;
    keys.keepDraft(elsewhere, now.key, theirs);
    return Promise.resolve();
  });
  shown.ref = connection;
  expect(outcome).toBe('saved');
  expect(keys.draftOf(elsewhere, now.key)).toBe(theirs);
  expect(keys.draftOf(connection, now.key)).toBeNull();
});
