import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ConnectionView } from '../support/views/connection-view';
import { startCluster } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { KeysView } from '../support/views/keys-view';
import { enableAuth, startTlsCluster } from '../support/etcd/secured';
import { TcpProxy } from '../support/tcp-proxy';

/** Remote clusters: the app knows only their addresses. */
describe('a connection made in the window', () => {
  let home: TestHome;
  let app: App;
  let connections: ConnectionView;
  let keys: KeysView;
  const opened: { dispose(): Promise<void> }[] = [];

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    connections = new ConnectionView(app.page);
    keys = new KeysView(app.page);
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.dispose();
  });
  afterAll(async () => {
    await home.dispose();
  });

  async function cluster(size: number) {
    const started = await startCluster({ size });
    opened.push(started);
    return started;
  }

  it('says of each endpoint by itself how it is, and works through the one that answers', async () => {
    const three = await cluster(3);
    const [dead, alive] = [three.node('n1').clientUrl, three.node('n3').clientUrl];
    const proxy = await TcpProxy.open(three.node('n2').clientPort);
    opened.push(proxy);
    proxy.hold();
    const hung = proxy.url;
    await three.etcdctl(['put', '/there/already', 'yes']);
    await three.node('n1').kill();
    await three.healthy();

    await connections.openNew();
    await connections.type({ Name: 'half alive', Endpoints: [dead, hung, alive].join('\n') });
    await connections.test('1 of 3 endpoints answer');
    expect(await connections.report(dead)).toMatch(/failed .* cannot be reached: connection refused\./);
    expect(await connections.report(hung)).toMatch(/failed .* no connection within \d+ ms\./);
    expect(await connections.report(alive)).toMatch(/answers member n3 .*etcd 3\./);
    await connections.saveAndConnect();

    await connections.member('n3', 'leader').or(connections.member('n3', 'follower')).waitFor();
    for (const each of [dead, hung])
      await connections.member(each.replace('http://', ''), 'no answer').waitFor();
    const table = app.page.getByRole('table', { name: 'Member status' });
    await table.getByRole('row').filter({ hasText: dead }).getByText('cannot be reached').first().waitFor();
    await table
      .getByRole('row')
      .filter({ hasText: hung })
      .getByText('no connection within')
      .first()
      .waitFor();

    await keys.open();
    await keys.expandAll();
    await keys.row('/there/already').waitFor();
    await keys.create('/made/here', 'through n3');
    expect(await three.etcdctl(['get', '/made/here', '--print-value-only'], [alive])).toBe('through n3\n');
  });

  it('says beside its field what is wrong with a certificate, keeps what was typed, and then works', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quorate-e2e-tls-'));
    opened.push({ dispose: () => rm(folder, { recursive: true, force: true }) });
    const { cluster: secure, endpoint, ca, client, notACa } = await startTlsCluster(folder);
    opened.push(secure);
    await secure.etcdctl(['put', '/under/tls', 'yes']);
    const right = {
      Name: 'secure',
      Endpoints: endpoint,
      'CA certificate': ca,
      'Client certificate': client.certificate,
      'Client key': client.key,
    };

    await connections.openNew();
    await connections.type({ ...right, 'CA certificate': notACa });
    await connections.dialog.getByRole('button', { name: 'Test', exact: true }).click();
    await connections.saying('CA certificate', `file cannot be used: ${notACa}`).waitFor();
    expect(await connections.typed()).toEqual({ ...right, 'CA certificate': notACa });

    await connections.type({ 'CA certificate': ca, 'Server name': 'other.example' });
    await connections.test('0 of 1 endpoint answers');
    await connections.saying('Server name', 'is not for “other.example”').waitFor();
    expect(await connections.report(endpoint)).toContain('it is for 127.0.0.1, etcd.example');
    expect(await connections.typed()).toEqual({ ...right, 'Server name': 'other.example' });

    await connections.type({ 'Server name': 'etcd.example', 'Client certificate': '', 'Client key': '' });
    await connections.test('0 of 1 endpoint answers');
    await connections.saying('Client certificate', 'requires a client certificate').waitFor();

    await connections.type(right);
    await connections.test('1 of 1 endpoint answers');
    await connections.saveAndConnect();
    await keys.open();
    await keys.expandAll();
    await keys.row('/under/tls').waitFor();
  });

  it('is filled in by a paste and a drop: variables are named, PEM files sorted, and the connection works', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quorate-e2e-drop-'));
    opened.push({ dispose: () => rm(folder, { recursive: true, force: true }) });
    const { cluster: secure, endpoint, ca, client } = await startTlsCluster(folder);
    opened.push(secure);
    await secure.etcdctl(['put', '/dropped', 'yes']);
    const port = new URL(endpoint).port;
    const { dialog } = connections;

    await connections.openNew();
    await connections.paste('etcdctl --endpoints=$ENDPOINTS get foo');
    await dialog.getByText('$ENDPOINTS has no value in what you pasted.').waitFor();
    await connections.paste('etcdctl --endpoints=unix:///run/etcd.sock get foo');
    await connections.saying('Endpoints', /is a Unix socket/).waitFor();
    await connections.paste(`sh -c "etcdctl --endpoints=https://[127.0.0.1]:${port} get foo"`);
    expect(await connections.typed()).toEqual({ Endpoints: endpoint });

    const files = [client.key, ca, client.certificate];
    await connections.drop(
      await Promise.all(
        files.map(async (file, n) => ({ name: `${n}.txt`, text: await readFile(file, 'utf8') })),
      ),
    );
    await dialog.getByText('2.txt is used as client certificate.').waitFor();
    const typed = await connections.typed();
    expect(typed['CA certificate']).toMatch(/-1\.txt$/);
    expect(typed['Client certificate']).toMatch(/-2\.txt$/);
    expect(typed['Client key']).toMatch(/-0\.txt$/);
    await connections.saveAndConnect();
    await app.page.getByRole('button', { name: 'Connection 127.0.0.1', exact: true }).waitFor();
    await keys.open();
    await keys.expandAll();
    await keys.row('/dropped').waitFor();
  });

  it('with a wrong password says so and claims nothing else, and the button that it shows mends it', async () => {
    const guarded = await cluster(1);
    await guarded.etcdctl(['put', '/alice/one', 'hers']);
    await enableAuth(guarded);
    const endpoint = guarded.node('n1').clientUrl;

    await connections.openNew();
    await connections.type({ Name: 'guarded', Endpoints: endpoint, User: 'root', Password: 'wrong' });
    await connections.saveAndConnect();
    const main = app.page.getByRole('main', { name: 'Cluster' });
    await main.getByRole('heading', { name: 'The cluster does not accept the user' }).waitFor();
    await app.page.getByRole('contentinfo').getByText('user not accepted').waitFor();
    expect(await app.page.locator('body').innerText()).not.toMatch(/no leader|no endpoint answers/i);
    await keys.open();
    await app.page.getByText('The keys could not be read. The name or the password').waitFor();

    await app.page.getByRole('button', { name: 'Cluster', exact: true }).click();
    await main.getByRole('button', { name: 'Sign in…' }).click();
    await connections.type({ Password: 'secret' });
    await connections.saveAndConnect();
    await connections.member('n1', 'leader').waitFor();
    await keys.open();
    await keys.expandAll();
    await keys.row('/alice/one').waitFor();
  });

  it('shows a user what the role grants, and refuses what it does not beside the field', async () => {
    const guarded = await cluster(1);
    await guarded.etcdctl(['put', '/alice/one', 'hers']);
    await guarded.etcdctl(['put', '/bob/one', 'not hers']);
    await enableAuth(guarded);
    const typed = { Name: 'of alice', Endpoints: guarded.endpoints.join('\n'), User: 'alice' };

    await connections.openNew();
    await connections.type({ ...typed, Password: 'guessed' });
    await connections.test('0 of 1 endpoint answers');
    await connections.saying('Password', 'The name or the password of user “alice” is wrong').waitFor();
    expect(await connections.typed()).toEqual({ ...typed, Password: 'guessed' });
    // Whether the desktop host can store passwords safely depends on the system; the headless host never can.
    if (app.host === 'serve')
      await connections.saying('Password', 'kept only until Quorate closes').waitFor();

    await connections.type({ Password: 'wonder land' });
    await connections.test('1 of 1 endpoint answers');
    await connections.saveAndConnect();
    await keys.open();
    await keys.expandAll();
    await keys.row('/alice/one').waitFor();
    expect(await keys.rows()).toEqual(['/, folder, 1 key', '/alice/, folder, 1 key', '/alice/one']);

    const dialog = await keys.openNew({ key: '/bob/two', value: 'not hers' });
    await keys.submitNew();
    await keys.newSaying('Key', 'User “alice” is not allowed to').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Key', exact: true }).inputValue()).toBe('/bob/two');
    await keys.typeNew({ key: '/alice/two' });
    await keys.submitNew();
    await dialog.waitFor({ state: 'detached' });
    const asRoot = (...args: string[]) => guarded.etcdctl(['--user=root:secret', ...args]);
    expect(await asRoot('get', '--prefix', '/alice/two', '--print-value-only')).toBe('not hers\n');
    expect(await asRoot('get', '--prefix', '/bob/', '--keys-only')).toBe('/bob/one\n\n');

    await connections.openEdit('of alice');
    await connections.saying('Password', 'The saved password is used unless you type another.').waitFor();
    expect(await connections.typed()).toEqual(typed);
  });
});
