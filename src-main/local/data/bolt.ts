import { closeSync, fstatSync, readSync } from 'node:fs';
import { openRegularSync } from '../../base/files/regular-file';

/*
 * Reads single values of a bbolt file, which etcd's backend is. The format: https://github.com/etcd-io/bbolt, page.go
 * and bucket.go. All numbers are little-endian. Every page has a header of 16 bytes: its ID, flags, how many elements it
 * has, and how many pages follow that belong to it.
 */

const MAGIC = 0xed0cdaed;
const HEADER = 16;
const ELEMENT = 16;
const BRANCH = 0x01;
const LEAF = 0x02;
/** A page with all that belongs to it is at most this large here: what is looked for is small. Bytes. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A tree of pages is less deep than this, unless the file is damaged. */
const MOST_LEVELS = 32;
/** A bucket's value begins with the ID of its root page and a sequence number. */
const BUCKET_HEADER = 16;

/** The file is no bbolt file, or is damaged. */
class BoltDamaged extends Error {}

/**
 * The value of `key` in the top-level `bucket` of the bbolt file at `path`; null when there is no such key. The file
 * must not change meanwhile. Throws Node's system error, BoltDamaged, or RangeError for a damaged page.
 */
export function readBolt(path: string, bucket: string, key: string): Buffer | null {
  const descriptor = openRegularSync(path, 'read');
  try {
    const { size } = fstatSync(descriptor);
    const { pageSize, root } = newestMeta(descriptor);
    const pageAt = (id: bigint) => readPage(descriptor, { id, pageSize, size });
    const found = search(pageAt, pageAt(root), Buffer.from(bucket));
    if (!found) return null;
    const own = found.readBigUInt64LE(0);
    // A small bucket has its only page within its value.
    const page = own === 0n ? found.subarray(BUCKET_HEADER) : pageAt(own);
    return search(pageAt, page, Buffer.from(key));
  } finally {
    closeSync(descriptor);
  }
}

interface Meta {
  readonly pageSize: number;
  readonly root: bigint;
}

/** Of the two meta pages, the one of the later transaction; a write that broke off leaves the other one valid. */
function newestMeta(descriptor: number): Meta {
  const first = readBytes(descriptor, 0, 4096);
  const pageSize = first.readUInt32LE(HEADER + 8);
  const pages = [first, ...(isPageSize(pageSize) ? [readBytes(descriptor, pageSize, 4096)] : [])];
  const metas = pages.flatMap((page) => {
    if (page.readUInt32LE(HEADER) !== MAGIC) return [];
    const size = page.readUInt32LE(HEADER + 8);
    if (!isPageSize(size)) return [];
    return {
      pageSize: size,
      root: page.readBigUInt64LE(HEADER + 16),
      transaction: page.readBigUInt64LE(HEADER + 48),
    };
  });
  const [newest] = metas.sort((a, b) => (a.transaction < b.transaction ? 1 : -1));
  if (!newest) throw new BoltDamaged();
  return newest;
}

function isPageSize(size: number): boolean {
  return size >= 512 && size <= 1024 * 1024 && (size & (size - 1)) === 0;
}

interface Place {
  readonly id: bigint;
  readonly pageSize: number;
  /** Of the file. */
  readonly size: number;
}

function readPage(descriptor: number, { id, pageSize, size }: Place): Buffer {
  const at = Number(id) * pageSize;
  if (!(at + pageSize <= size)) throw new BoltDamaged();
  const header = readBytes(descriptor, at, HEADER);
  const bytes = (header.readUInt32LE(12) + 1) * pageSize;
  if (bytes > MOST_BYTES) throw new BoltDamaged();
  return readBytes(descriptor, at, Math.min(bytes, size - at));
}

function readBytes(descriptor: number, at: number, count: number): Buffer {
  const buffer = Buffer.alloc(count);
  const read = readSync(descriptor, buffer, 0, count, at);
  if (read < HEADER) throw new BoltDamaged();
  return buffer;
}

/** Finds the value of `key` in the tree under `page`. Reading beyond a page throws a RangeError. */
function search(pageAt: (id: bigint) => Buffer, page: Buffer, key: Buffer): Buffer | null {
  let current = page;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const flags = current.readUInt16LE(8);
    const count = current.readUInt16LE(10);
    if (flags & LEAF) return searchLeaf(current, count, key);
    if (!(flags & BRANCH)) throw new BoltDamaged();
    let next: bigint | null = null;
    for (let index = 0; index < count; index++) {
      const at = HEADER + index * ELEMENT;
      const from = at + current.readUInt32LE(at);
      const first = current.subarray(from, from + current.readUInt32LE(at + 4));
      if (index > 0 && Buffer.compare(first, key) > 0) break;
      next = current.readBigUInt64LE(at + 8);
    }
    if (next === null) return null;
    current = pageAt(next);
  }
  throw new BoltDamaged();
}

function searchLeaf(page: Buffer, count: number, key: Buffer): Buffer | null {
  for (let index = 0; index < count; index++) {
    const at = HEADER + index * ELEMENT;
    const from = at + page.readUInt32LE(at + 4);
    const middle = from + page.readUInt32LE(at + 8);
    if (page.subarray(from, middle).equals(key))
      return page.subarray(middle, middle + page.readUInt32LE(at + 12));
  }
  return null;
}
