import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import type { useRemotes } from '../../connection/remotes';
import type { StorePart } from '../../connection/store-part.fixture';
import UnreadConnections from './UnreadConnections.vue';

const remotes: StorePart<typeof useRemotes, 'problem'> = { problem: null };
vi.mock('../../connection/remotes', () => ({ useRemotes: () => remotes }));

enableAutoUnmount(afterEach);

const show = () => mount(UnreadConnections);

it('says nothing while the connections can be read', () => {
  remotes.problem = null;
  expect(show().text()).toBe('');
});

it('says why the saved connections are not listed', () => {
  const data = { path: '/data/connections.json', version: 3, known: 1 };
  remotes.problem = { code: 'FILE_NEWER', data };
  const text = show().get('[role="alert"]').text();
  expect(text).toContain(
    '/data/connections.json was written by a newer Quorate (format 3; this one reads up to 1).',
  );
  expect(text).toContain('Until then, no connection can be saved.');
});

it('names the file in which damaged connections were kept, and how to get them back', () => {
  const data = { path: '/data/connections.json', aside: '/data/connections.broken-x.json', detail: 'no end' };
  remotes.problem = { code: 'FILE_SET_ASIDE', data };
  const text = show().get('[role="alert"]').text();
  expect(text).toContain('is damaged (no end). It was kept as /data/connections.broken-x.json.');
  expect(text).toContain('repair that file');
});
