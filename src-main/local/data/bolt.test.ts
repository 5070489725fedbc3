import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBolt } from './bolt';
import { dataSays, databaseOf } from './data-says';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-bolt-'));
  file = databaseOf(folder);
  mkdirSync(join(folder, 'member', 'snap'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const PAGE = 4096;

/** A leaf page with one element. */
function leaf(key: string, value: Buffer): Buffer {
  const page = Buffer.alloc(32);
  page.writeUInt16LE(0x02, 8);
  page.writeUInt16LE(1, 10);
  page.writeUInt32LE(16, 20);
  page.writeUInt32LE(key.length, 24);
  page.writeUInt32LE(value.length, 28);
  return Buffer.concat([page, Buffer.from(key), value]);
}

function meta(transaction: bigint, root: bigint): Buffer {
  const page = Buffer.alloc(PAGE);
  page.writeUInt32LE(0xed0cdaed, 16);
  page.writeUInt32LE(PAGE, 24);
  page.writeBigUInt64LE(root, 32);
  page.writeBigUInt64LE(transaction, 64);
  return page;
}

/** A file whose later transaction has the version 3.6.0, and whose earlier one has nothing. */
function database(): Buffer {
  const bucket = Buffer.concat([Buffer.alloc(16), leaf('clusterVersion', Buffer.from('3.6.0'))]);
  const pages = [meta(7n, 3n), meta(8n, 2n), leaf('cluster', bucket), leaf('none', Buffer.alloc(16))];
  return Buffer.concat(pages.map((page) => Buffer.concat([page, Buffer.alloc(PAGE)]).subarray(0, PAGE)));
}

it('a value is read as the latest transaction left it', () => {
  writeFileSync(file, database());
  expect(readBolt(file, 'cluster', 'clusterVersion')?.toString()).toBe('3.6.0');
  expect(readBolt(file, 'cluster', 'none')).toBeNull();
  expect(readBolt(file, 'meta', 'storageVersion')).toBeNull();
  expect(dataSays([folder, join(folder, 'none')])).toEqual({ kind: 'minor', minor: '3.6' });
});

it('without a database there is no data, and a damaged one says nothing', () => {
  expect(dataSays([folder])).toEqual({ kind: 'empty' });
  writeFileSync(file, 'x');
  expect(dataSays([folder])).toEqual({ kind: 'silent' });
});

it('whatever a file holds, reading it ends', () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const whole = database();
  const kinds = new Set<string>();
  for (let round = 0; round < 500; round++) {
    const mutated = Buffer.from(whole);
    for (let change = 0; change <= random(4); change++) {
      const at = random(4) * PAGE + random(120);
      mutated[at] = random(3) === 0 ? 0xff : random(256);
    }
    writeFileSync(file, mutated.subarray(0, random(8) === 0 ? random(mutated.length) : undefined));
    kinds.add(dataSays([folder]).kind);
  }
  expect(kinds).toEqual(new Set(['minor', 'silent']));
});
