import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EtcdChannel } from '../../../src-main/etcd/links/channel';
import { memberList } from '../../../src-main/etcd/calls/cluster';
import { KV } from '../../../src-main/etcd/gen/kv_pb';
import { AlarmRequest_AlarmAction, AlarmType, Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { Watch } from '../../../src-main/etcd/gen/watch_pb';
import { putOperation } from '../../../src-main/etcd/calls/kv';
import { alarms, status } from '../../../src-main/etcd/calls/maintenance';
import type { TestCluster } from '../../support/etcd/etcd';
import { etcdFolders, startCluster } from '../../support/etcd/etcd';
import { freePorts } from '../../support/ports';
import { until } from '../../support/until';

const open = new Set<EtcdChannel>();

function channelTo(endpoint: string): EtcdChannel {
  const channel = new EtcdChannel(endpoint);
  open.add(channel);
  return channel;
}

afterEach(() => {
  for (const channel of open) channel.dispose();
  open.clear();
});

describe.each(etcdFolders())('a channel to etcd $version', ({ folder, version }) => {
  let cluster: TestCluster;
  let endpoint: string;

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    endpoint = cluster.endpoints[0] ?? '';
  });
  afterAll(() => cluster.dispose());

  it('brings status and member list', async () => {
    const channel = channelTo(endpoint);
    const answer = await status(channel);
    expect(answer.version).toBe(version);
    expect(answer.leader).toBe(answer.header?.memberId);
    const members = await memberList(channel);
    expect(members).toEqual([{ ID: answer.leader, name: 'n1' }]);
  });

  it('brings the alarms that are raised', async () => {
    const channel = channelTo(endpoint);
    expect(await alarms(channel)).toEqual([]);
    const memberID = (await status(channel)).leader;
    const alarm = AlarmType.NOSPACE;
    const raise = AlarmRequest_AlarmAction.ACTIVATE;
    await channel.unary(Maintenance.method.alarm, { action: raise, memberID, alarm });
    expect(await alarms(channel)).toEqual([{ memberId: memberID, kind: 'nospace' }]);
    expect((await status(channel)).errors.join()).toContain('NOSPACE');
    const disarm = AlarmRequest_AlarmAction.DEACTIVATE;
    await channel.unary(Maintenance.method.alarm, { action: disarm, memberID, alarm });
    expect(await alarms(channel)).toEqual([]);
  });

  it("tells etcd's own refusal in its words", async () => {
    const success = [1, 2].map(() => putOperation({ key: Buffer.from('a') }));
    await expect(channelTo(endpoint).unary(KV.method.txn, { success })).rejects.toMatchObject({
      code: 'ETCD_ERROR',
      data: { endpoint, code: 'INVALID_ARGUMENT', message: 'duplicate key given in txn request' },
    });
  });

  it("takes answers beyond gRPC's own limit of 4 MiB", async () => {
    const channel = channelTo(endpoint);
    const value = Buffer.alloc(1_000_000, 'x');
    for (let index = 0; index < 6; index++) {
      await channel.unary(KV.method.put, { key: Buffer.from(`large/${index}`), value });
    }
    const range = { key: Buffer.from('large/'), rangeEnd: Buffer.from('large0') };
    const answer = await channel.unary(KV.method.range, range);
    expect(answer.kvs.map((kv) => kv.value.length)).toEqual(Array.from({ length: 6 }, () => value.length));
  });

  it('fails at its deadline while the process is stopped, and serves when it goes on', async () => {
    const channel = channelTo(endpoint);
    await status(channel);
    const node = cluster.node('n1');
    node.pause();
    try {
      await expect(status(channel, { deadlineMs: 200 })).rejects.toMatchObject({
        code: 'DEADLINE_EXCEEDED',
        data: { endpoint, afterMs: 200 },
      });
      await expect(status(channelTo(endpoint), { deadlineMs: 200 })).rejects.toMatchObject({
        code: 'ENDPOINT_UNREACHABLE',
        data: { endpoint, reason: { kind: 'not-within', ms: 200 } },
      });
    } finally {
      node.resume();
    }
    expect((await status(channel)).version).toBe(version);
  });

  it('ends a call that its caller or its owner cancels', async () => {
    const node = cluster.node('n1');
    const channel = channelTo(endpoint);
    await status(channel);
    node.pause();
    try {
      const abort = new AbortController();
      const cancelled = status(channel, { signal: abort.signal });
      abort.abort();
      await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED', data: { action: 'Status' } });
      await expect(status(channel, { signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
      const pending = status(channel);
      channel.dispose();
      await expect(pending).rejects.toMatchObject({ code: 'CANCELLED' });
      await expect(status(channel)).rejects.toMatchObject({ code: 'CANCELLED' });
    } finally {
      node.resume();
    }
  });

  it('opens no stream that its caller or its owner has cancelled', async () => {
    const channel = channelTo(endpoint);
    const listener = { message: () => undefined, ended: () => undefined };
    const watch = (signal?: AbortSignal) =>
      channel.stream(Watch.method.watch, listener, signal && { signal });
    const cancelled = { code: 'CANCELLED', data: { action: 'Watch' } };
    await expect(watch(AbortSignal.abort())).rejects.toMatchObject(cancelled);
    // The channel is closed while the stream waits for its token.
    const opening = watch();
    channel.dispose();
    await expect(opening).rejects.toMatchObject(cancelled);
    await expect(watch()).rejects.toMatchObject(cancelled);
  });

  it('hears at once of a lost connection, and is there again soon after the node is', async () => {
    const node = cluster.node('n1');
    const channel = channelTo(endpoint);
    await status(channel);
    const lost = new Promise<void>((resolve) => void channel.onLost(resolve));
    await node.kill();
    await lost;
    // After this many refused dials, gRPC's own backoff would keep it away for many seconds.
    let refused = 0;
    await until('60 calls were refused', async () => {
      const failure = await status(channel).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'ENDPOINT_UNREACHABLE', data: { reason: { kind: 'refused' } } });
      return ++refused === 60;
    });
    node.start();
    await node.healthy();
    await until('the channel has it again', () => status(channel), { deadlineMs: 5000 });
  });
});

describe('a channel', () => {
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();

  async function serve(onSocket: (socket: Socket) => void): Promise<string> {
    const [port = 0] = await freePorts(1);
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    servers.add(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${port}`;
  }

  afterEach(() => {
    for (const channel of open) channel.dispose();
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  it('to nobody is refused', async () => {
    const [port = 0] = await freePorts(1);
    const endpoint = `http://127.0.0.1:${port}`;
    await expect(status(channelTo(endpoint))).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      data: { endpoint, reason: { kind: 'refused' } },
    });
  });

  it('to a host that does not exist says so', async () => {
    await expect(status(channelTo('http://no-such-host.invalid:2379'))).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      data: { reason: { kind: 'host-not-found' } },
    });
  });

  it('to one that never speaks fails at its deadline', async () => {
    const endpoint = await serve(() => undefined);
    await expect(status(channelTo(endpoint), { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      data: { endpoint, reason: { kind: 'not-within', ms: 200 } },
    });
  });

  it('to one that speaks something else is unreachable', async () => {
    const endpoint = await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(status(channelTo(endpoint), { deadlineMs: 1000 })).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
    });
  });
});
