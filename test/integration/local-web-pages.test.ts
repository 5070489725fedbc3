import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '../../src-shared/contract/local';
import type { LocalClusters } from '../../src-main/local/local-clusters';
import { openBrowser } from '../support/app/served-app';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders } from '../support/etcd/etcd';
import { allNodes, clusterOf, LocalFixture, nodeOf, nodeState, pidOf, plan } from '../support/local-clusters';

/** Key and value `page`, as etcd's gateway takes them. */
const PUT = '{"key":"cGFnZQ==","value":"cGFnZQ=="}';

let browser: Browser;
let page: Page;
const site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));

beforeAll(async () => {
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

/** What a page of another origin can do with an address: what it reads, or that its browser kept it from reading. */
function fromPage(url: string, init: { method?: string; body?: string; mode?: RequestMode } = {}) {
  return page.evaluate(
    ([to, options]) =>
      fetch(to, options).then(
        (answer) => answer.text(),
        () => 'unreadable',
      ),
    [url, init] as const,
  );
}

/** What a page gets whose own name was pointed at this machine. */
function rebound(port: number, path: string, body = ''): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host: `pages.example:${port}`, 'content-length': body.length };
    const sent = request({ host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', headers });
    sent.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

describe.each(etcdFolders())('a cluster of this machine, with etcd $version,', (etcd) => {
  let fixture: LocalFixture;
  let clusters: LocalClusters;
  beforeEach(async () => {
    fixture = await LocalFixture.make(etcd);
    clusters = await fixture.open();
  });
  afterEach(() => fixture.dispose());

  async function create(...extraFlags: string[]): Promise<string> {
    const id = await clusters.create(plan(1, { tuning: { ...defaultTuning, extraFlags } }));
    await allNodes(clusters, id, 'up');
    return id;
  }
  const get = (id: string, key: string) => fixture.etcdctl(clusterOf(clusters, id), 'get', key);

  it('lets no page of another site read or write, and serves etcdctl, health and metrics as ever', async () => {
    const id = await create();
    const { clientUrl, clientPort } = nodeOf(clusters, id, 'n1');
    await fixture.etcdctl(clusterOf(clusters, id), 'put', 'ours', 'secret');

    for (const path of ['/v3/kv/range', '/health', '/metrics', '/version']) {
      expect(await fromPage(`${clientUrl}${path}`), path).toBe('unreadable');
      expect(await rebound(clientPort, path), path).toBe(421);
    }
    // The page cannot read the answer to this one, but without our flags etcd carries it out.
    await fromPage(`${clientUrl}/v3/kv/put`, { method: 'POST', body: PUT, mode: 'no-cors' });
    await fromPage(`${clientUrl}/v3/kv/put`, { method: 'POST', body: PUT });
    expect(await rebound(clientPort, '/v3/kv/put', PUT)).toBe(421);
    expect(await get(id, 'page')).toBe('');

    expect(await get(id, 'ours')).toBe('ours\nsecret\n');
    expect(await (await fetch(`http://localhost:${clientPort}/health`)).json()).toMatchObject({
      health: 'true',
    });
    expect(await (await fetch(`${clientUrl}/metrics`)).text()).toContain('etcd_server_has_leader 1');
    expect(nodeOf(clusters, id, 'n1').openToPages).toBe(false);
  });

  it('has the gateway when its user asks for it, still for no page to read and under no other name', async () => {
    const id = await create('--enable-grpc-gateway=true');
    const { clientUrl, clientPort } = nodeOf(clusters, id, 'n1');
    expect((await fetch(`${clientUrl}/v3/kv/put`, { method: 'POST', body: PUT })).status).toBe(200);
    expect(await get(id, 'page')).toBe('page\npage\n');
    expect(await fromPage(`${clientUrl}/v3/kv/range`, { method: 'POST', body: PUT })).toBe('unreadable');
    expect(await rebound(clientPort, '/v3/kv/range', PUT)).toBe(421);
    expect(nodeOf(clusters, id, 'n1').openToPages).toBe(false);
  });

  it('that an earlier app started says that pages can use it, until its restart', async () => {
    const id = await create();
    const { clientUrl } = nodeOf(clusters, id, 'n1');
    await clusters.setKeepRunning(id, true);
    const [entry] = await fixture.processes();
    if (entry?.command.kind !== 'arguments') throw new Error('No process');
    const [program = '', ...all] = entry.command.all;
    await clusters.stop(id);
    await clusters.close();
    const old = all.filter((each) => !/^--(enable-grpc-gateway|host-whitelist|cors)=/.test(each));
    const { folder } = clusterOf(clusters, id);
    const child = spawn(program, old, {
      cwd: folder,
      env: cleanEnv(),
      stdio: 'ignore',
    });
    await once(child, 'spawn');

    clusters = await fixture.open();
    await nodeState(clusters, id, 'n1', 'up');
    expect(pidOf(nodeOf(clusters, id, 'n1'))).toBe(child.pid);
    expect(nodeOf(clusters, id, 'n1').openToPages).toBe(true);
    await fromPage(`${clientUrl}/v3/kv/put`, { method: 'POST', body: PUT, mode: 'no-cors' });
    expect(await get(id, 'page')).toBe('page\npage\n');

    await clusters.restartNode(id, 'n1');
    await nodeState(clusters, id, 'n1', 'up');
    expect(nodeOf(clusters, id, 'n1').openToPages).toBe(false);
    expect(await fromPage(`${clientUrl}/health`)).toBe('unreadable');
    await clusters.setKeepRunning(id, false);
  });
});
