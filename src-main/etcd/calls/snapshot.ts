import type { EtcdChannel, StreamOptions } from '../links/channel';
import { Maintenance } from '../gen/maintenance_pb';

/** A piece of a database file. */
export interface SnapshotPiece {
  /** A view of the message: copy it to keep it. */
  readonly blob: Uint8Array;
  /** Bytes of the database that are still to come. Known from the first piece on, the checksum not included. */
  readonly remainingBytes: number;
  /** The first etcd that can read the file, such as `3.6.0`; null when the member is older than 3.6. */
  readonly storageVersion: string | null;
}

/**
 * The database of the member at the other end, as it is now: all keys with their history, leases, users and roles. The
 * last 32 bytes are the SHA-256 of everything before them, as `etcdctl snapshot save` writes it. The file is cut off
 * when the stream fails.
 *
 * The member reads its whole database from disk, at the speed at which the pieces are taken. While it does, it can
 * reuse no page that is freed, so its database grows by what is written meanwhile. Needs no quorum. With users it needs
 * root: PERMISSION_DENIED.
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
