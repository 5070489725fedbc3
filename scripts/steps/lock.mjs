import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './say.mjs';

const POLL_MS = 200;

/**
 * Runs `work` while no other start or test in the same clone installs or builds, since two at once would write the
 * same files. Waits for the other; takes over a lock whose process is gone.
 * @template T
 * @param {string} root @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
  const file = join(root, '.cache', 'setup.lock');
  mkdirSync(join(root, '.cache'), { recursive: true });
  let told = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder !== null && !lives(holder)) {
      steal(file, holder);
      continue;
    }
    if (!told && holder !== null) say('set-up', `waiting for process ${holder}, which is at it already`);
    told ||= holder !== null;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link is created atomically, so nobody reads a lock without its holder. */
function take(/** @type {string} */ file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves a dead process's lock away atomically; if it got a new holder's by accident, it gives that back. */
function steal(/** @type {string} */ file, /** @type {number} */ dead) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readHolder(aside) === dead) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function readHolder(/** @type {string} */ file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function lives(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(/** @type {unknown} */ error) {
  return error instanceof Error && 'code' in error ? error.code : null;
}
