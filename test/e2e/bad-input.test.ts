import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src-main/base/failure';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { keyNames } from '../support/etcd/etcd-keys';
import { etcdFolders } from '../support/etcd/etcd';
import { putAll } from '../support/etcd/put-all';
import { TestHome } from '../support/app/home';
import { KeysView } from '../support/views/keys-view';
import { until } from '../support/until';
import { WatchView } from '../support/views/watch-view';

const KIB = 1024;

/** Refused input is explained where it was typed, stays there, and never reaches etcd. */
describe('bad input', () => {
  const [etcd] = etcdFolders();
  let home: TestHome;
  let app: App;
  let keys: KeysView;
  let watch: WatchView;
  let endpoint: string;
  let etcdctl: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    keys = new KeysView(app.page);
    watch = new WatchView(app.page);
    const cluster = new ClusterView(app.page);
    await cluster.createCustomised({ nodes: 1, quotaMiB: 4 });
    await cluster.untilLed(1);
    const endpoints = await cluster.endpoints();
    endpoint = endpoints[0] ?? '';
    etcdctl = etcdctlAt(etcd?.folder ?? '', endpoints);
    await keys.open();
  });
  afterAll(async () => {
    await home.dispose();
  });

  it('of a new key is said beside its field: no key, an escape that is none, a lease that is not there', async () => {
    await keys.openNew({ value: 'kept' });
    await keys.submitNew();
    await keys.newSaying('Key', 'A key needs at least one byte.').waitFor();

    await keys.typeNew({ key: '/a\\xZZ' });
    await keys.newSaying('Key', '“\\xZZ” at position 3 is not a valid byte escape.').waitFor();
    await keys.submitNew();
    expect(await keys.newField('Key').inputValue()).toBe('/a\\xZZ');

    await keys.typeNew({ key: '/a', lease: 'not hex' });
    await keys.newSaying('Lease', 'A lease ID is 1 to 16 hex digits').waitFor();
    await keys.typeNew({ lease: '123abc' });
    await keys.submitNew();
    await keys.newSaying('Lease', 'There is no lease').waitFor();
    expect(await keys.newField('Key').inputValue()).toBe('/a');
    expect(await keys.newField('Value').innerText()).toBe('kept');
    expect(await keyNames(etcdctl)).toEqual([]);

    await keys.typeNew({ lease: '' });
    await keys.submitNew();
    await keys.newDialog.waitFor({ state: 'detached' });
    expect(await etcdctl('get', '/a', '--print-value-only')).toBe('kept\n');
  });

  it('of a value above what etcd takes is said below it', async () => {
    await keys.openNew({ key: '/large' });
    await keys.pasteNew(`${'x'.repeat(KIB - 1)}\n`.repeat(1600));
    await keys.submitNew();
    await keys.newSaying('Value', 'is larger than the server accepts').waitFor();
    expect(await keys.newField('Key').inputValue()).toBe('/large');
    expect(await keyNames(etcdctl)).toEqual(['/a']);
    await keys.typeNew({ value: 'small' });
    await keys.submitNew();
    await keys.newDialog.waitFor({ state: 'detached' });
    expect(await etcdctl('get', '/large', '--print-value-only')).toBe('small\n');
  });

  it('of a watch is said beside its field: a revision that is to come, or that was compacted', async () => {
    await watch.open();
    await watch.type({ prefix: '/a', revision: '0' });
    await watch.submit();
    await watch.saying('Revision to start from', 'A revision is a whole number, 1 or higher.').waitFor();
    await watch.type({ revision: '1000000' });
    await watch.submit();
    await watch.saying('Revision to start from', 'Revision 1000000 has not been reached yet.').waitFor();
    await etcdctl('compact', '3');
    await watch.type({ revision: '2' });
    await watch.submit();
    await watch.saying('Revision to start from', 'has been compacted').waitFor();
    expect(await app.page.getByRole('textbox', { name: 'Prefix to watch' }).inputValue()).toBe('/a');
    await app.page.getByText('No watches yet').waitFor();
    await watch.type({ revision: '3' });
    await watch.submit();
    await app.page
      .getByText(/^Watching from revision 3\b/)
      .first()
      .waitFor();
  });

  it('of a database that is full is said in the dialog, and the key can be put when there is room again', async () => {
    const filling = (n: number) => putAll(endpoint, [[`/fill/${n}`, 'x'.repeat(512 * KIB)]]);
    let puts = 0;
    await until('etcd refuses to write', () =>
      filling(puts++).then(
        () => false,
        (error: unknown) => error instanceof Failure && error.code === 'NO_SPACE',
      ),
    );
    await keys.open();
    await keys.openNew({ key: '/when/full', value: 'kept' });
    await keys.submitNew();
    await keys.newDialog.getByText('The database has reached its quota (NOSPACE)').waitFor();
    expect(await keys.newField('Key').inputValue()).toBe('/when/full');
    expect(await etcdctl('get', '/when', '--prefix', '--keys-only')).toBe('');

    await etcdctl('del', '/fill/', '--prefix');
    const revision = /"revision":\s*(\d+)/.exec(await etcdctl('get', '/a', '-w', 'json'))?.[1] ?? '';
    await etcdctl('compact', revision);
    await etcdctl('defrag');
    await etcdctl('alarm', 'disarm');
    await keys.submitNew();
    await keys.newDialog.waitFor({ state: 'detached' });
    expect(await etcdctl('get', '/when/full', '--print-value-only')).toBe('kept\n');
  });
});
