import {
  type CutBytes,
  type KeyChangeKind,
  keyChanges,
  ROW_BYTES,
  type WatchEvent,
  type WatchRow,
} from '@shared/contract/watch';
import { hexId } from '../etcd/ids';
import { place } from './event-chunk';
import type { Entry } from './event-log';

/** A row for a window, with as much of keys and values as a row shows. Converts nothing to text. */
export function rowOf(seq: number, { chunk, index, marker }: Entry): WatchRow {
  const at = new Date(chunk.at(index)).toISOString();
  if (marker) return { kind: 'marker', seq, at, marker };
  const change = changeAt(chunk.what(index));
  return {
    kind: 'event',
    seq,
    at,
    revision: chunk.revision(index).toString(),
    change,
    key: cut(chunk.key(index)),
    value: change === 'deleted' ? null : cut(chunk.value(index)),
    previous: chunk.previousRevision(index) === null ? null : cut(chunk.previous(index)),
    lease: leaseText(chunk.lease(index)),
  };
}

/** An event with all its data; null for a marker. */
export function eventOf(seq: number, { chunk, index, marker }: Entry): WatchEvent | null {
  if (marker) return null;
  const change = changeAt(chunk.what(index));
  const previousRevision = chunk.previousRevision(index);
  return {
    seq,
    at: new Date(chunk.at(index)).toISOString(),
    revision: chunk.revision(index).toString(),
    change,
    key: copy(chunk.key(index)),
    value: change === 'deleted' ? null : copy(chunk.value(index)),
    createRevision: known(chunk.createRevision(index)),
    version: known(chunk.version(index)),
    lease: leaseText(chunk.lease(index)),
    previous:
      previousRevision === null
        ? null
        : { value: copy(chunk.previous(index)), revision: previousRevision.toString() },
  };
}

function changeAt(what: number): KeyChangeKind {
  return keyChanges.find((change) => place[change] === what) ?? 'modified';
}

function cut(bytes: Uint8Array): CutBytes {
  return { bytes: copy(bytes.subarray(0, ROW_BYTES)), size: bytes.length };
}

/** A plain copy, since the result may outlive the chunk. */
function copy(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes);
}

function known(revision: bigint): string | null {
  return revision === 0n ? null : revision.toString();
}

function leaseText(lease: bigint): string | null {
  return lease === 0n ? null : hexId(lease);
}
