import { enableAutoUnmount, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MembersState } from '@shared/contract/members';
import type { StorePart } from '../../connection/store-part.fixture';
import type { useMembers } from '../../members/members';
import { columnIds } from './columns';
import MemberTable from './MemberTable.vue';
import { sampleMembers, sampleRow, sampleStatus, unreachable } from '../../members/sample';

const members: StorePart<typeof useMembers, 'state' | 'refresh'> = { state: null, refresh: vi.fn() };
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../members/members', () => ({ useMembers: () => members }));

enableAutoUnmount(afterEach);
beforeEach(() => setActivePinia(createPinia()));

function table(state: MembersState | null) {
  return mount(MemberTable, {
    props: { state },
    global: {
      stubs: { UiTooltip: { inheritAttrs: false, template: '<slot />' }, UiMenu: true },
    },
  });
}

describe('the member table', () => {
  it('has a column for all that etcd tells, and a row a member', () => {
    const wrapper = table(sampleMembers());
    expect(wrapper.findAll('thead th')).toHaveLength(columnIds.length);
    expect(wrapper.findAll('tbody tr').map((row) => row.get('th').text())).toEqual(['n1', 'n2', 'n3']);
  });

  it('reads "-" where a server is too old, and says since when servers do', () => {
    const status = sampleStatus(0, { storageVersion: null, dbSizeQuota: null, downgrade: null });
    const wrapper = table(sampleMembers([sampleRow(0, { status })]));
    const old = wrapper.findAll('tbody [aria-label="since etcd 3.6"]');
    expect(old.map((cell) => cell.text())).toEqual(['-', '-', '-', '-']);
  });

  it('keeps the last figures of a member that does not answer, and says since when and why', () => {
    const wrapper = table(sampleMembers([sampleRow(0), sampleRow(1, unreachable)]));
    const row = wrapper.findAll('tbody tr')[1];
    expect(row?.text()).toContain('1,204');
    expect(row?.get('th [role=img]').attributes('aria-label')).toMatch(/^as of .*not running/);
  });

  it('is one stop for Tab in its header, along which arrow keys lead', async () => {
    const wrapper = table(sampleMembers());
    const stops = () => wrapper.findAll('thead [tabindex="0"]').map((label) => label.text());
    expect(stops()).toEqual(['Name']);
    await wrapper.get('thead tr').trigger('keydown', { key: 'ArrowRight' });
    expect(stops()).toEqual(['Endpoint']);
  });

  it('shows what a member says of itself so that it cannot change how the table reads', () => {
    const status = sampleStatus(0, { version: '3.6\u202e.14\u001b[31m', errors: ['a\u2060b\nc'] });
    const name = 'n\u200b1\n';
    const wrapper = table(sampleMembers([sampleRow(0, { status, name, endpoint: 'http://h\u00ad:1' })]));
    for (const shown of ['n\\u200b1\\u000a', 'h\\u00ad:1', '3.6\\u202e.14\\u001b[31m', 'a\\u2060b\\u000ac'])
      expect(wrapper.get('tbody').text()).toContain(shown);
    expect(wrapper.html()).not.toMatch(/[\u001b\u00ad\u200b\u202e\u2060]/);
  });

  it('reads "unknown" where what a member says cannot be true, and says why', () => {
    const impossible = [{ figure: 'dbSize', said: '-1', why: 'negative' } as const];
    const status = sampleStatus(0, { dbSize: null, impossible });
    const cells = table(sampleMembers([sampleRow(0, { status })])).findAll('tbody [role=note]');
    expect(cells.map((cell) => [cell.text(), cell.attributes('aria-description')])).toEqual(
      // Without its size nobody knows which share of it is in use.
      [0, 1].map(() => ['unknown', 'The member says -1, which is below zero']),
    );
  });

  it('says so when there is nothing to show', () => {
    expect(table(null).text()).toContain('No member has answered yet.');
  });
});
