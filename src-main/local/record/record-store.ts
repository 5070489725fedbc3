import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ClustersState, RecordProblem } from '@shared/contract/local';
import { errorText, systemErrorCode } from '../../base/failure';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../base/private';
import { type ClusterRecord, recordFormat } from './record';
import { fileFailure } from './file-failure';

const FILE = 'cluster.json';
/**
 * A cluster's folder is renamed with this prefix before its contents are deleted, so that an interrupted deletion
 * is finished later.
 */
const DELETED = '.deleted-';

export interface ReadRecords {
  readonly records: readonly ClusterRecord[];
  readonly unreadable: Readonly<ClustersState['unreadable']>;
}

/** The records of all clusters, one folder each. */
export class RecordStore {
  private constructor(readonly folder: string) {}

  /** Opens the store, creating the folder if needed. Throws DISK_FULL or NOT_PERMITTED. */
  static async open(folder: string): Promise<RecordStore> {
    try {
      await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
      return new RecordStore(await realpath(folder));
    } catch (error) {
      throw fileFailure(error, folder, 'create');
    }
  }

  folderOf(id: string): string {
    return join(this.folder, id);
  }

  /** Reads every record, and finishes interrupted deletions. Leaves unreadable records as they are. */
  async readAll(): Promise<ReadRecords> {
    const records: ClusterRecord[] = [];
    const unreadable: ClustersState['unreadable'] = [];
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      const folder = join(this.folder, entry.name);
      if (entry.name.startsWith(DELETED)) await erase(folder);
      else if (await isCluster(entry, folder)) {
        const read = await readRecord(folder);
        if (read.kind === 'read') records.push(read.content);
        else unreadable.push({ folder, problem: read });
      }
    }
    records.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    return { records, unreadable };
  }

  /** Writes a record so that a crash at any moment leaves the old or the new one. Throws DISK_FULL, NOT_PERMITTED. */
  async write(record: ClusterRecord): Promise<void> {
    const folder = this.folderOf(record.id);
    const file = join(folder, FILE);
    const temporary = `${file}.new`;
    try {
      await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
      const handle = await open(temporary, 'w', PRIVATE_FILE);
      try {
        await handle.writeFile(recordFormat.text(record));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (error) {
      throw fileFailure(error, file, 'write');
    }
  }

  /** Deletes a cluster's folder with everything in it. The folder is either gone or untouched. */
  async remove(id: string): Promise<void> {
    const folder = this.folderOf(id);
    const doomed = join(dirname(folder), `${DELETED}${basename(folder)}`);
    try {
      await rename(folder, doomed);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return;
      throw fileFailure(error, folder, 'delete');
    }
    await erase(doomed);
  }
}

/** An empty folder is left when a creation was interrupted before the record was written. */
async function isCluster(entry: Dirent, folder: string): Promise<boolean> {
  if (!entry.isDirectory() || entry.name.startsWith('.')) return false;
  return await rmdir(folder).then(
    () => false,
    () => true,
  );
}

type ReadRecord = { readonly kind: 'read'; readonly content: ClusterRecord } | RecordProblem;

async function readRecord(folder: string): Promise<ReadRecord> {
  try {
    const read = recordFormat.parse(await readFile(join(folder, FILE), 'utf8'));
    if (read.kind === 'read' && read.content.id !== basename(folder)) {
      return { kind: 'other-cluster', cluster: read.content.id };
    }
    return read;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { kind: 'missing' };
    return { kind: 'unread', detail: errorText(error) };
  }
}

/** If it cannot be erased now, the next start tries again; the cluster is gone either way. */
async function erase(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
