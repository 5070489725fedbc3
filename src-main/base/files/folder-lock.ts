import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { readRegular } from './regular-file';
import type { Disposable } from '../lifecycle';
import { pause } from '../live';
import { processStart } from '../process-start';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../private';

const claimSchema = v.object({
  pid: v.number(),
  /** See `processStart`; null when the system could not tell. */
  start: v.nullable(v.string()),
  /** The host that holds the claim, for the message to the user. */
  host: v.string(),
  /** Where the host serves its window; missing until it does, and for a host with a window of its own. */
  address: v.optional(v.string()),
});
type Claim = v.InferOutput<typeof claimSchema>;

export interface TakenBy {
  readonly pid: number;
  readonly host: string;
  readonly address: string | null;
}

export interface FolderLock extends Disposable {
  /** Tells whoever finds the lock taken where this host serves. */
  tellAddress(address: string): Promise<void>;
}

const UNFINISHED = '.tmp';
/** A claim that is not in place after this time was left by a process that was killed. Milliseconds. */
const UNFINISHED_MS = 60_000;

/** How long a claim waits for a later rival to give way. A rival needs far less than this to see it. */
const RIVAL_LIMIT_MS = 1000;

/**
 * Locks `folder`, or says who holds the lock. Each process first writes a claim, a file of its own, and then looks
 * for other claims. When two start at once, at least one sees the other, because each looks after it wrote its own
 * claim. The later claim by name (names begin with the time) gives way at once; the earlier waits for that. A
 * claim of a dead process (no process has that pid, or one that started at another time) is removed. Names are
 * never reused, so removing one cannot hit another process. Not meant for a folder that several machines share.
 */
export async function lockFolder(folder: string, host: string): Promise<FolderLock | { takenBy: TakenBy }> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const claim: Claim = { pid: process.pid, start: await processStart(process.pid), host };
  const own = `${Date.now()}-${randomUUID()}.json`;
  // Renamed into place, so that no reader sees half a file.
  const write = async (content: Claim) => {
    await writeFile(join(folder, `${own}${UNFINISHED}`), JSON.stringify(content), { mode: PRIVATE_FILE });
    await rename(join(folder, `${own}${UNFINISHED}`), join(folder, own));
  };
  await write(claim);
  const release = () => rm(join(folder, own), { force: true });
  const deadline = performance.now() + RIVAL_LIMIT_MS;
  for (;;) {
    const rivals = await livingRivals(folder, own);
    const [first] = rivals;
    if (first === undefined) {
      await removeUnfinished(folder);
      return { dispose: release, tellAddress: (address) => write({ ...claim, address }) };
    }
    if (first.name < own || performance.now() > deadline) {
      await release();
      const { pid, host: by, address = null } = first.claim;
      return { takenBy: { pid, host: by, address } };
    }
    await pause(20);
  }
}

/** Lists claims of other living processes, ordered by name, and removes those of dead ones. */
async function livingRivals(folder: string, own: string): Promise<{ name: string; claim: Claim }[]> {
  const rivals: { name: string; claim: Claim }[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name === own || !name.endsWith('.json')) continue;
    const claim = await readClaim(join(folder, name));
    if (claim === 'gone') continue;
    if (claim !== 'unreadable' && (await isAlive(claim))) rivals.push({ name, claim });
    else await rm(join(folder, name), { force: true });
  }
  return rivals;
}

/** Removes claims that were never finished. A younger one may be that of a process that is starting now. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const age = Date.now() - Number.parseInt(name, 10);
    if (name.endsWith(UNFINISHED) && !(Math.abs(age) < UNFINISHED_MS))
      await rm(join(folder, name), { force: true });
  }
}

async function readClaim(file: string): Promise<Claim | 'gone' | 'unreadable'> {
  let text: string;
  try {
    text = await readRegular(file);
  } catch {
    return 'gone';
  }
  try {
    return v.parse(claimSchema, JSON.parse(text));
  } catch {
    // Claims are renamed into place whole, so a broken one was left by a crash of the machine.
    return 'unreadable';
  }
}

async function isAlive(claim: Claim): Promise<boolean> {
  const start = await processStart(claim.pid);
  return start !== null && (claim.start === null || claim.start === start);
}
