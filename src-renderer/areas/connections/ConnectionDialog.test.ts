import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { ConnectionDraft, EndpointReport, RemoteConnection } from '@shared/contract/connections';
import type { FailureValue } from '@shared/contract/failures';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive, ref, shallowRef } from 'vue';
import type { useRemotes } from '../../connection/remotes';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import type { openArea as showArea } from '../../navigation/shown-area';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import ConnectionDialog from './ConnectionDialog.vue';

type Remotes = StorePart<typeof useRemotes, 'connections' | 'secretsKept' | 'asking' | 'save'>;
const save = vi.fn<Remotes['save']>();
const remotes = reactive<Remotes>({ connections: [], secretsKept: true, asking: null, save });
const select = vi.fn<(ref: ConnectionRef) => void>();
const current: StorePart<typeof useConnection, 'select' | 'connections'> = { select, connections: [] };
const openArea = vi.hoisted(() => vi.fn<typeof showArea>());
const test = {
  reports: shallowRef<readonly EndpointReport[] | null>(null),
  running: ref(false),
  error: shallowRef<unknown>(null),
  start: vi.fn(),
  cancel: vi.fn(),
  forget: vi.fn(),
};
vi.mock('../../connection/remotes', () => ({ useRemotes: () => remotes }));
vi.mock('../../connection/current', () => ({ useConnection: () => current }));
vi.mock('./connection-test', () => ({ useConnectionTest: () => test }));
vi.mock('../../navigation/shown-area', () => ({ openArea }));
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: `<div v-if="open" role="dialog" :aria-label="title" @keydown.esc="$emit('update:open', false)">
    <slot /><slot name="footer" /></div>`,
};

const staging: RemoteConnection = {
  id: 'r1',
  name: 'staging',
  colour: 'teal',
  endpoints: ['http://etcd-1:2379'],
  user: null,
  hasPassword: false,
  tls: { ca: null, certificate: null, key: null, serverName: null, skipVerify: false },
  roundTripMs: 2000,
};

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  vi.clearAllMocks();
  test.reports.value = null;
  test.error.value = null;
  remotes.connections = [];
  save.mockImplementation((id: string | null, draft: ConnectionDraft) =>
    Promise.resolve({ ok: true, value: { ...draft, id: id ?? 'new' } }),
  );
});

function show(connection: RemoteConnection | null) {
  const wrapper = mount(ConnectionDialog, {
    attachTo: document.body,
    props: {
      open: true,
      connection,
      'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }),
    },
    global: {
      stubs: { UiDialog: plainDialog, UiTooltip: { props: ['text'], template: '<slot />' } },
    },
  });
  /** The field whose label has this name. */
  const field = (name: string) => {
    const label = wrapper.findAll('label').find((each) => each.text() === name);
    return wrapper.get<HTMLInputElement>(`[id="${label?.attributes('for') ?? ''}"]`);
  };
  const button = (name: string) => wrapper.findAll('button').find((each) => each.text() === name);
  const escape = () => wrapper.get('[role="dialog"]').trigger('keydown', { key: 'Escape' });
  const again = () => wrapper.setProps({ open: true });
  const alerts = () => wrapper.findAll('[role="alert"]').map((each) => each.text());
  return { wrapper, field, button, escape, again, alerts };
}

describe('the dialog of a connection', () => {
  it('Enter saves and connects, and shows the cluster', async () => {
    const { wrapper, field } = show(null);
    await field('Name').setValue(' prod ');
    await field('Endpoints').setValue('http://etcd-1:2379\nhttp://etcd-2:2379');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(save).toHaveBeenCalledExactlyOnceWith(
      null,
      expect.objectContaining({ name: 'prod', endpoints: ['http://etcd-1:2379', 'http://etcd-2:2379'] }),
    );
    expect(select).toHaveBeenCalledWith({ kind: 'remote', id: 'new' });
    expect(openArea).toHaveBeenCalledWith('members');
    expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
  });

  it('names a connection after its first host when no name was typed', async () => {
    remotes.connections = [{ ...staging, name: 'etcd-1' }];
    const { wrapper, field } = show(null);
    await field('Endpoints').setValue('etcd-1:2379');
    expect(field('Name').attributes('placeholder')).toBe('etcd-1 2');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(save).toHaveBeenCalledExactlyOnceWith(
      null,
      expect.objectContaining({ name: 'etcd-1 2', endpoints: ['http://etcd-1:2379'] }),
    );
  });

  it('is filled in from what is pasted, says what is missing, and shows what cannot be used', async () => {
    const { wrapper, field, alerts } = show(null);
    const paste = async (text: string) => {
      const clipboardData = { getData: () => text };
      await field('Endpoints').trigger('paste', { clipboardData });
    };
    await paste('etcdctl --endpoints=$ENDPOINTS --user root:pw get x');
    expect(field('User').element.value).toBe('root');
    expect(wrapper.get('[role="status"]').text()).toBe(
      'Filled in from what you pasted: user, password.$ENDPOINTS has no value in what you pasted. Type what it stands for.',
    );
    await paste(
      'services:\n  db:\n    ports: ["22379:2379"]\n    environment:\n      ETCD_ADVERTISE_CLIENT_URLS: http://db:2379',
    );
    expect(wrapper.get('[role="status"]').text()).toContain(
      'Port 2379 of the container is published as 127.0.0.1:22379 here, which replaces db:2379.',
    );
    await paste('etcdctl --endpoints=unix:///run/etcd.sock get x');
    expect(alerts().join()).toContain('“unix:///run/etcd.sock” is a Unix socket');
  });

  it('is filled in from dropped files, PEM by what it holds', async () => {
    fakeEngine.connections.keepPem.mockResolvedValue({ parts: ['ca'], path: '/data/x.pem' });
    const { wrapper, field } = show(null);
    const files = [
      new File(['-----BEGIN CERTIFICATE-----'], 'x.pem'),
      new File(['ETCDCTL_ENDPOINTS=https://a:1'], '.env'),
      new File(['hello'], 'notes.txt'),
    ];
    await wrapper.get('form').trigger('drop', { dataTransfer: { files, getData: () => '' } });
    await vi.waitFor(() => expect(field('Endpoints').element.value).toBe('https://a:1'));
    expect(field('CA certificate').element.value).toBe('/data/x.pem');
    expect(wrapper.text()).toContain('x.pem is used as CA certificate.');
    expect(wrapper.text()).toContain('notes.txt does not describe a connection.');
  });

  it('shows a mistake beside its field once the user leaves it, and saves nothing', async () => {
    const { wrapper, field, alerts } = show(null);
    await field('Endpoints').setValue('etcd-1');
    expect(alerts()).toEqual([]);
    await field('Endpoints').trigger('focusout');
    expect(alerts().join()).toContain('“etcd-1”');
    await wrapper.get('form').trigger('submit');
    expect(save).not.toHaveBeenCalled();
    expect(field('Endpoints').element.value).toBe('etcd-1');
  });

  it('shows a refusal of the engine beside its field until the field changes', async () => {
    const taken: FailureValue = { code: 'NAME_TAKEN', data: { name: 'staging' } };
    save.mockResolvedValue({ ok: false, error: taken });
    const { wrapper, field, alerts } = show(null);
    await field('Name').setValue('staging');
    await field('Endpoints').setValue('http://etcd-1:2379');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(alerts().join()).toContain('The name “staging” is already taken.');
    await field('Name').setValue('staging 2');
    expect(alerts()).toEqual([]);
  });

  it('tests without a name, and drops the result when a tested field changes', async () => {
    const { field, button } = show(null);
    await field('Endpoints').setValue('http://etcd-1:2379');
    await button('Test')?.trigger('click');
    expect(test.start).toHaveBeenCalledExactlyOnceWith(
      null,
      expect.objectContaining({ endpoints: ['http://etcd-1:2379'] }),
    );
    test.forget.mockClear();
    await field('Name').setValue('prod');
    expect(test.forget).not.toHaveBeenCalled();
    await field('Endpoints').setValue('http://etcd-2:2379');
    expect(test.forget).toHaveBeenCalled();
  });

  it('keeps the input for a new connection when closed, and is empty after saving', async () => {
    const { wrapper, field, button, escape, again } = show(null);
    await field('Name').setValue('prod');
    await escape();
    await again();
    expect(field('Name').element.value).toBe('prod');
    expect(wrapper.text()).toContain('Your unsaved changes are back.');
    await field('Endpoints').setValue('http://etcd-1:2379');
    await button('Save')?.trigger('click');
    await flushPromises();
    await again();
    expect([field('Name').element.value, field('Endpoints').element.value]).toEqual(['', '']);
  });

  it('keeps an edit that Escape closed, says that it is unsaved, and discards it on request', async () => {
    const first = show(staging);
    await first.field('Name').setValue('stage');
    await first.escape();
    first.wrapper.unmount();

    const second = show({ ...staging, endpoints: ['http://etcd-9:2379'] });
    expect(second.field('Name').element.value).toBe('stage');
    // A field that nobody edited shows the engine's current value.
    expect(second.field('Endpoints').element.value).toBe('http://etcd-9:2379');
    expect(second.wrapper.text()).toContain('Your unsaved changes are back.');
    await second.button('Discard them')?.trigger('click');
    expect(second.field('Name').element.value).toBe('staging');
    expect(second.wrapper.text()).not.toContain('Your unsaved changes');
  });

  it.each([
    ['an edit', staging],
    ['a new connection', null],
  ])('discards %s when it is cancelled', async (_what, connection) => {
    const { wrapper, field, button, again } = show(connection);
    await field('Name').setValue('stage');
    await button('Cancel')?.trigger('click');
    await again();
    await nextTick();
    expect(field('Name').element.value).toBe(connection?.name ?? '');
    expect(wrapper.text()).not.toContain('Your unsaved changes');
  });
});
