import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { allKeys, keyNames } from '../support/etcd/etcd-keys';
import { etcdFolders } from '../support/etcd/etcd';
import { putAll } from '../support/etcd/put-all';
import { TestHome } from '../support/app/home';
import { KeysView } from '../support/views/keys-view';

/** Any bytes make a key, and folders are only a view of them. Each test removes its keys. */
describe('the tree of keys', () => {
  const [etcd] = etcdFolders();
  let home: TestHome;
  let app: App;
  let keys: KeysView;
  let endpoint: string;
  let etcdctl: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    keys = new KeysView(app.page);
    const cluster = new ClusterView(app.page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
    const endpoints = await cluster.endpoints();
    endpoint = endpoints[0] ?? '';
    etcdctl = etcdctlAt(etcd?.folder ?? '', endpoints);
    await keys.open();
  });
  afterAll(async () => {
    await home.dispose();
  });

  async function put(...names: (string | Uint8Array)[]): Promise<void> {
    await putAll(
      endpoint,
      names.map((name) => [name, 'v']),
    );
  }

  async function clear(): Promise<void> {
    await etcdctl('del', '', '--from-key');
    await app.page.getByText('No keys yet').waitFor();
  }

  it('shows binary keys escaped, and saves the bytes that were typed as hex, and no others', async () => {
    await keys.create('/bin/\\xff\\x00', 'text at first');
    await keys.create('/bin/back\\\\slash', 'v');
    await keys.expandAll();
    await keys.untilRows([
      '/, folder, 2 keys',
      '/bin/, folder, 2 keys',
      '/bin/back\\\\slash',
      '/bin/\\xff\\x00',
    ]);
    await keys.show('/bin/\\xff\\x00');
    await app.page.getByRole('radio', { name: 'Hex' }).click();
    await keys.type('00 ff 0d 0a 5c fe');
    await keys.save();
    await keys.saved();
    expect(await allKeys(etcdctl)).toEqual([
      { key: Buffer.from('/bin/back\\slash'), value: Buffer.from('v') },
      { key: Buffer.from([...Buffer.from('/bin/'), 0xff, 0]), value: Buffer.from([0, 255, 13, 10, 92, 254]) },
    ]);
    await keys.show('/bin/back\\\\slash');
    await keys.show('/bin/\\xff\\x00');
    await app.page.getByRole('radio', { name: 'Text' }).click();
    await app.page.getByText('Not UTF-8: shown with escapes').waitFor();
    await app.page.getByRole('button', { name: 'Edit as hex' }).click();
    await keys.value.filter({ hasText: '00 ff 0d 0a 5c fe' }).waitFor();
    await clear();
  });

  it('has a place for keys without a slash before them, empty segments, and a key that is also a folder', async () => {
    await put('plain', 'a/b', '/a', '//', '/a//b', '/a/', '/a/c');
    await keys.row('plain').waitFor();
    await keys.expandAll();
    await keys.untilRows([
      '/, folder, 5 keys',
      '//, key and folder, 1 key',
      '/a',
      '/a/, key and folder, 3 keys',
      '/a//, folder, 1 key',
      '/a//b',
      '/a/c',
      'a/, folder, 1 key',
      'a/b',
      'plain',
    ]);
    await keys.show('/a/, key and folder, 3 keys');
    await keys.type('of the folder itself');
    await keys.save();
    await keys.saved();
    expect(await etcdctl('get', '/a/', '--print-value-only')).toBe('of the folder itself\n');
    await clear();
  });

  it('deletes a folder after its count was shown, and nothing beside it', async () => {
    await put('dir', 'dir/1', 'dir/sub/2', 'dir2/x', 'dir0');
    await keys.row('dir/, folder, 2 keys').waitFor();
    const dialog = await keys.askToDeleteFolder('dir/, folder, 2 keys');
    await dialog.getByText('2 keys start with it.').waitFor();
    await dialog.getByRole('button', { name: 'Delete 2 keys' }).click();
    await dialog.waitFor({ state: 'detached' });
    await keys.row('dir/, folder, 2 keys').waitFor({ state: 'detached' });
    expect(await keyNames(etcdctl)).toEqual(['dir', 'dir0', 'dir2/x']);
    await clear();
  });

  it('wants the path of a folder of more than 100 keys to be typed', async () => {
    await put('many', 'many2/x', ...Array.from({ length: 101 }, (_, n) => `many/${n}`));
    await keys.row('many/, folder, 101 keys').waitFor();
    const dialog = await keys.askToDeleteFolder('many/, folder, 101 keys');
    await dialog.getByText('101 keys start with it.').waitFor();
    const submit = dialog.getByRole('button', { name: 'Delete 101 keys' });
    expect(await submit.isDisabled()).toBe(true);
    const field = dialog.getByRole('textbox', { name: 'Type many/ to delete 101 keys' });
    await field.fill('many');
    expect(await submit.isDisabled()).toBe(true);
    await field.fill('many/');
    await submit.click();
    await dialog.waitFor({ state: 'detached' });
    expect(await keyNames(etcdctl)).toEqual(['many', 'many2/x']);
    await clear();
  });
});
