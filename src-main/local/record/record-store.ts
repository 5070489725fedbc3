import type { Dirent } from 'node:fs';
import { mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RecordProblem } from '@shared/contract/local';
import { errorText, systemErrorCode } from '../../base/failure';
import { openRegular, readRegular } from '../../base/files/regular-file';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../base/private';
import { type ClusterRecord, recordFormat } from './record';
import { fileFailure } from '../../base/files/file-failure';

const FILE = 'cluster.json';
/** What is written before it takes the place of the record. */
const UNFINISHED = `${FILE}.new`;
/**
 * A cluster's folder is renamed with this prefix before its contents are deleted, so that an interrupted deletion
 * is finished later.
 */
const DELETED = '.deleted-';

/** A record that cannot be used; everything in its folder stays as it is. */
export interface UnreadableRecord {
  readonly folder: string;
  readonly problem: RecordProblem;
  /** Whether its text says that its nodes keep running when the app closes. */
  readonly keepRunning: boolean;
}

export interface ReadRecords {
  readonly records: readonly ClusterRecord[];
  readonly unreadable: readonly UnreadableRecord[];
}

/** The records of all clusters, one folder each. */
export class RecordStore {
  private constructor(readonly folder: string) {}

  /** Opens the store, creating the folder if needed. Throws DISK_FULL, NOT_PERMITTED or PATH_TAKEN. */
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
    const unreadable: UnreadableRecord[] = [];
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      const folder = join(this.folder, entry.name);
      if (entry.name.startsWith(DELETED)) await erase(folder);
      else if (await isCluster(entry, folder)) {
        const read = await readRecord(folder);
        if ('record' in read) records.push(read.record);
        else unreadable.push({ folder, ...read });
      }
    }
    records.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    return { records, unreadable };
  }

  /** Writes a record so that a crash at any moment leaves the old or the new one. Throws DISK_FULL, NOT_PERMITTED, PATH_TAKEN. */
  async write(record: ClusterRecord): Promise<void> {
    const folder = this.folderOf(record.id);
    const file = join(folder, FILE);
    const temporary = join(folder, UNFINISHED);
    try {
      await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
      const handle = await openRegular(temporary, 'replace', PRIVATE_FILE);
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

/**
 * A creation that was interrupted before the record was in place leaves a folder that is empty or has only the
 * unfinished record. No process ran yet, so nothing is lost with it.
 */
async function isCluster(entry: Dirent, folder: string): Promise<boolean> {
  if (!entry.isDirectory() || entry.name.startsWith('.')) return false;
  try {
    const names = await readdir(folder);
    if (names.length > 1 || (names.length === 1 && names[0] !== UNFINISHED)) return true;
    await rm(join(folder, UNFINISHED), { force: true });
    await rmdir(folder);
    return false;
  } catch {
    return true;
  }
}

type ReadRecord =
  { readonly record: ClusterRecord } | { readonly problem: RecordProblem; readonly keepRunning: boolean };

async function readRecord(folder: string): Promise<ReadRecord> {
  let text = '';
  try {
    text = await readRegular(join(folder, FILE));
  } catch (error) {
    const isMissing = systemErrorCode(error) === 'ENOENT';
    const problem: RecordProblem = isMissing
      ? { kind: 'missing' }
      : { kind: 'unread', detail: errorText(error) };
    return { problem, keepRunning: false };
  }
  const read = recordFormat.parse(text);
  if (read.kind === 'read' && read.content.id === basename(folder)) return { record: read.content };
  // Text that is no JSON may still have the line.
  const keepRunning = /"keepRunning":\s*true\b/.test(text);
  return {
    problem: read.kind === 'read' ? { kind: 'other-cluster', cluster: read.content.id } : read,
    keepRunning,
  };
}

/** If it cannot be erased now, the next start tries again; the cluster is gone either way. */
async function erase(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
