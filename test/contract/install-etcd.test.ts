import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installOfficial } from '../../scripts/steps/etcd.mjs';
import { etcdFolders } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import { ReleaseServer } from '../support/release-server';

let data = '';
let server: ReleaseServer;
beforeAll(async () => {
  data = join(await realpath(await mkdtemp(join(tmpdir(), 'quorate-install-'))), 'data');
  const [etcd] = etcdFolders();
  if (!etcd) throw new Error('no etcd to test with');
  server = await ReleaseServer.start({ etcd });
});
afterAll(async () => {
  await server.dispose();
  await rm(join(data, '..'), { recursive: true, force: true });
});

/** As `npm start` does it, with the app's own code. */
const install = (base: string, version: string) =>
  installOfficial(resolve('.'), [version], {
    ...process.env,
    QUORATE_DATA: data,
    QUORATE_RELEASE_BASE: base,
  });

it('the official release is installed before there is a window, and its checks are the app’s', async () => {
  expect(await install(server.base, server.version)).toEqual({ version: server.version });
  expect(await readdir(join(data, 'etcd'))).toEqual([server.version]);
  server.fault = 'altered';
  const tampered = await install(server.base, '3.6.99');
  expect(tampered).toEqual({ why: 'CHECKSUM_MISMATCH' });
  expect(await readdir(join(data, 'etcd'))).toEqual([server.version]);
});

it('what keeps it from being had is said in one line', async () => {
  const [port = 0] = await freePorts(1);
  expect(await install(`http://127.0.0.1:${port}`, '3.6.14')).toEqual({
    why: `DOWNLOAD_FAILED, http://127.0.0.1:${port}/v3.6.14/SHA256SUMS, refused`,
  });
  expect(await install('http://mirror.example', '3.6.14')).toEqual({
    why: 'DOWNLOAD_FAILED, http://mirror.example, insecure',
  });
  expect(await readdir(join(data, 'etcd'))).toEqual([server.version]);
});
