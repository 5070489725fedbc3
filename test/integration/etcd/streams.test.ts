import { createHash } from 'node:crypto';
import { create, toBinary, toJsonString } from '@bufbuild/protobuf';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { put, putOperation, range, txn } from '../../../src-main/etcd/calls/kv';
import { type RangePart, rangeStream } from '../../../src-main/etcd/calls/range-stream';
import { snapshot } from '../../../src-main/etcd/calls/snapshot';
import { SnapshotResponseSchema } from '../../../src-main/etcd/gen/maintenance_pb';
import { type KeyValue, KeyValueSchema } from '../../../src-main/etcd/gen/mvcc_pb';
import { EtcdChannel } from '../../../src-main/etcd/links/channel';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { etcdFolders, startCluster, type TestCluster } from '../../support/etcd/etcd';
import { freePorts } from '../../support/ports';
import { enableAuth } from '../../support/etcd/secured';
import { until } from '../../support/until';

const open = new Set<{ dispose(): void }>();
afterEach(() => {
  for (const each of open) each.dispose();
  open.clear();
});

function opened<T extends { dispose(): void }>(each: T): T {
  open.add(each);
  return each;
}

async function allOf<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

function key(index: number): Uint8Array {
  return new Uint8Array(Buffer.from(`/stream/${String(index).padStart(5, '0')}`));
}

/** All of them as one text, since comparing many bytes one by one is slow. */
function textOf(kvs: readonly KeyValue[]): string {
  return kvs.map((kv) => toJsonString(KeyValueSchema, kv)).join();
}

const KEYS = 2000;
const OPERATIONS = 100;
const everything = { key: key(0), rangeEnd: new Uint8Array(Buffer.from('/stream0')) };

describe.each(etcdFolders())('etcd $version', ({ folder, version }) => {
  const minor = Number(version.split('.')[1]);
  let cluster: TestCluster;
  let endpoint: string;
  let client: EtcdClient;

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    endpoint = cluster.endpoints[0] ?? '';
    const writer = new EtcdClient({ endpoints: [endpoint], log: silentLog });
    const value = new Uint8Array(1000).fill(120);
    for (let first = 0; first < KEYS; first += OPERATIONS) {
      const keys = Array.from({ length: OPERATIONS }, (_, index) => key(first + index));
      await txn(writer, { success: keys.map((each) => putOperation({ key: each, value })) });
    }
    writer.dispose();
  });
  afterAll(() => cluster.dispose());
  beforeEach(() => void (client = opened(new EtcdClient({ endpoints: [endpoint], log: silentLog }))));

  it('sends a snapshot whose checksum is right', async () => {
    const pieces = await allOf(snapshot(opened(new EtcdChannel(endpoint))));
    const file = Buffer.concat(pieces.map(({ blob }) => blob));
    const [body, sum] = [file.subarray(0, -32), file.subarray(-32)];
    expect(createHash('sha256').update(body).digest('hex')).toBe(sum.toString('hex'));
    expect(body.length).toBeGreaterThan(KEYS * 1000);
    const [first] = pieces;
    expect((first?.remainingBytes ?? 0) + (first?.blob.length ?? 0)).toBe(body.length);
    expect(pieces.at(-1)?.remainingBytes).toBe(0);
    // bbolt's magic number, in its first page.
    expect(body.readUInt32LE(16)).toBe(0xed0cdaed);
    expect(first?.storageVersion).toBe(minor < 6 ? null : `3.${minor}.0`);
  });

  if (minor < 7) {
    it('does not know RangeStream, and is said to be too old', async () => {
      await expect(allOf(rangeStream(client, everything))).rejects.toMatchObject({
        code: 'TOO_OLD_FOR',
        data: { endpoint, action: 'RangeStream' },
      });
    });
  } else {
    it('streams a range', async () => {
      const whole = await range(client, everything);
      const parts = await allOf(rangeStream(client, everything));
      expect(parts.length).toBeGreaterThan(1);
      expect(textOf(parts.flatMap(({ kvs }) => kvs))).toBe(textOf(whole.kvs));
      expect(parts.slice(0, -1).every(({ end }) => end === null)).toBe(true);
      const end = { count: BigInt(KEYS), more: false, revision: whole.header?.revision };
      expect(parts.at(-1)?.end).toEqual(end);
    });

    it('streams the keys of one revision, as many as wanted', async () => {
      const seen: RangePart[] = [];
      for await (const part of rangeStream(client, { ...everything, limit: 1500n, keysOnly: true })) {
        if (seen.length === 0) await put(client, { key: key(1400), value: new Uint8Array() });
        seen.push(part);
      }
      const kvs = seen.flatMap((part) => part.kvs);
      expect(kvs.length).toBe(1500);
      const { revision = 0n, ...end } = seen.at(-1)?.end ?? {};
      expect(end).toEqual({ count: BigInt(KEYS), more: true });
      expect(kvs.every(({ modRevision }) => modRevision <= revision)).toBe(true);
    });
  }
});

describe.each(etcdFolders())('etcd $version with users', ({ folder }) => {
  it('a stream of a token that the member has forgotten is asked for again', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    await enableAuth(cluster);
    const user = { name: 'root', password: 'secret' };
    const [endpoint = ''] = cluster.endpoints;
    const channel = opened(new EtcdChannel(endpoint, openCredentials({ user, tls: null })));
    await allOf(snapshot(channel));
    await cluster.node('n1').kill();
    cluster.node('n1').start();
    await cluster.healthy();
    expect((await allOf(snapshot(channel))).length).toBeGreaterThan(0);
    await cluster.dispose();
  });

  it('tells who may not have a snapshot', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    await enableAuth(cluster);
    const user = { name: 'alice', password: 'wonder land' };
    const [endpoint = ''] = cluster.endpoints;
    const channel = opened(new EtcdChannel(endpoint, openCredentials({ user, tls: null })));
    await expect(allOf(snapshot(channel))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      data: { user: 'alice', action: 'Snapshot' },
    });
    await cluster.dispose();
  });
});

/** A member with a snapshot of 64 MB in pieces of 64 KB, which reports how many it could send. */
describe('a stream of answers', () => {
  const PIECES = 1000;
  const piece = Buffer.from(
    toBinary(SnapshotResponseSchema, create(SnapshotResponseSchema, { blob: new Uint8Array(65_536) })),
  );
  let server: Server;
  let channel: EtcdChannel;
  /** State of this test's member: the end of an earlier one may be reported late. */
  let member: { sent: number; cancelled: boolean };

  beforeEach(async () => {
    const own = { sent: 0, cancelled: false };
    member = own;
    server = new Server();
    const send = (call: ServerWritableStream<Buffer, Buffer>) => {
      if (own.cancelled) return;
      while (own.sent < PIECES) {
        own.sent++;
        if (call.write(piece)) continue;
        call.once('drain', () => send(call));
        return;
      }
      call.end();
    };
    const as = (bytes: Buffer) => bytes;
    const method = {
      path: '/etcdserverpb.Maintenance/Snapshot',
      requestStream: false,
      responseStream: true,
      requestSerialize: as,
      requestDeserialize: as,
      responseSerialize: as,
      responseDeserialize: as,
    };
    server.addService(
      { snapshot: method },
      {
        snapshot: (call: ServerWritableStream<Buffer, Buffer>) => {
          call.on('cancelled', () => void (own.cancelled = true));
          send(call);
        },
      },
    );
    const [port = 0] = await freePorts(1);
    const target = `127.0.0.1:${port}`;
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(target, ServerCredentials.createInsecure(), (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    channel = opened(new EtcdChannel(`http://${target}`));
  });
  afterEach(() => server.forceShutdown());

  /** Waits until the member has sent nothing for 25 checks. */
  async function untilItWaits(): Promise<void> {
    let [looks, last] = [0, -1];
    await until('the member waits', () => {
      looks = member.sent === last ? looks + 1 : 0;
      last = member.sent;
      return looks === 25;
    });
  }

  it('makes the member wait for whoever takes them', async () => {
    const pieces = snapshot(channel);
    await pieces.next();
    await untilItWaits();
    expect(member.sent).toBeLessThan(PIECES / 2);
    expect((await allOf(pieces)).length).toBe(PIECES - 1);
    expect(member.sent).toBe(PIECES);
  });

  it('ends at the member when the loop is left', async () => {
    for await (const { blob } of snapshot(channel)) {
      expect(blob.length).toBe(65_536);
      break;
    }
    await until('the member knows', () => member.cancelled);
    expect(member.sent).toBeLessThan(PIECES);
  });

  it('ends by its signal, here and at the member', async () => {
    const abort = new AbortController();
    const pieces = snapshot(channel, { signal: abort.signal });
    await pieces.next();
    abort.abort();
    await expect(allOf(pieces)).rejects.toMatchObject({ code: 'CANCELLED', data: { action: 'Snapshot' } });
    await until('the member knows', () => member.cancelled);
  });

  it('ends with its channel', async () => {
    const pieces = snapshot(channel);
    await pieces.next();
    channel.dispose();
    await expect(allOf(pieces)).rejects.toMatchObject({ code: 'CANCELLED', data: { action: 'Snapshot' } });
  });

  it('fails when the member goes away', async () => {
    const pieces = snapshot(channel);
    await pieces.next();
    server.forceShutdown();
    await expect(allOf(pieces)).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' });
  });
});
