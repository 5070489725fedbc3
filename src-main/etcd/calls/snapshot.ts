import type { EtcdChannel, StreamOptions } from '../links/channel';
import { Maintenance } from '../gen/maintenance_pb';

/** A piece of a database file. */
export interface SnapshotPiece {
  /** A view on the message: copy it to keep it. */
  readonly blob: Uint8Array;
  /** Bytes of the database still to come, without the checksum. Known from the first piece on. */
  readonly remainingBytes: number;
  /** The first etcd that can read the file, such as `3.6.0`; null when the member is older than 3.6. */
  readonly storageVersion: string | null;
}

/**
 * Streams the asked member's database as it is now: all keys with their history, leases, users and roles. The last
 * 32 bytes are the SHA-256 of everything before them, in the format of `etcdctl snapshot save`. If the stream
 * fails, the file is incomplete.
 *
 * The member reads its whole database from disk, at the caller's pace. Meanwhile it cannot reuse freed pages, so
 * its database grows with each write. Needs no quorum. With authentication it needs root: PERMISSION_DENIED.
 */
export async function* snapshot(
  channel: EtcdChannel,
  options?: StreamOptions,
): AsyncGenerator<SnapshotPiece, void, undefined> {
  for await (const { blob, remainingBytes, version } of channel.receive(
    Maintenance.method.snapshot,
    {},
    options,
  ))
    yield { blob, remainingBytes: Number(remainingBytes), storageVersion: version === '' ? null : version };
}
