import type { FailureValue } from '@shared/contract/failures';
import type { BinaryReason } from '@shared/contract/reasons';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorText, Failure } from '../base/failure';
import { openRegular } from '../base/files/regular-file';
import { onDisk } from './disk';
import type { Environment } from './proxy';
import { RunError, type RunProgram } from './run';
import type { Target } from './target';
import { HEADER_BYTES, readHeader, sameTarget, targetText } from './target';
import type { Version } from './version';
import { isTooOld, MINIMUM_VERSION, readPrintedVersion } from './version';

/** The result of checking a binary. One that is too old has both a version and a problem. */
export interface Probe {
  readonly version: string | null;
  readonly problem: FailureValue | null;
}

export interface ProberOptions {
  readonly run: RunProgram;
  readonly environment: Environment;
  /** This machine; null when etcd has no releases for it, in which case binaries are simply tried. */
  readonly target: Target | null;
  /** Aborts all running checks. */
  readonly signal: AbortSignal;
}

/** `etcd --version` takes 20-50 ms; a binary on a network drive may have to be read first and takes far longer. */
const TIMEOUT_MS = 5000;

/**
 * Finds out which etcd a file is, from its header and then by running it with `--version`. A usable file is not
 * run again until its size or time changes.
 */
export class Prober {
  readonly #known = new Map<string, { stamp: string; version: Version }>();

  constructor(private readonly options: ProberOptions) {}

  /** Never throws: any problem is part of the result. */
  async probe(path: string): Promise<Probe> {
    try {
      const version = await this.version(path);
      const tooOld = new Failure('ETCD_TOO_OLD', { version: version.text, minimum: MINIMUM_VERSION });
      return { version: version.text, problem: isTooOld(version) ? tooOld.value : null };
    } catch (error) {
      const failure = error instanceof Failure ? error : unusable(path, reasonOf(error));
      return { version: null, problem: failure.value };
    }
  }

  /** Throws ETCD_UNUSABLE, WRONG_ARCHITECTURE, NOT_PERMITTED. */
  async version(path: string): Promise<Version> {
    const stamp = stampOf(await statFile(path));
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.version;
    await this.#checkHeader(path);
    const version = await this.#run(path);
    this.#known.set(path, { stamp, version });
    return version;
  }

  /** glibc runs a program of another machine as a shell script, so check before running it. */
  async #checkHeader(path: string): Promise<void> {
    const { target } = this.options;
    const found = await headerOf(path);
    if (found === null) throw unusable(path, { kind: 'no-program' });
    if (found === 'script' || target === null || sameTarget(found, target)) return;
    // Apple's Rosetta runs Intel programs.
    if (found.system === 'darwin' && target.system === 'darwin') return;
    throw wrongArchitecture(path, found, target);
  }

  async #run(path: string): Promise<Version> {
    const { run, signal, target } = this.options;
    const environment = etcdEnvironment(this.options.environment, target);
    let output: string;
    try {
      output = await run(path, ['--version'], { environment, timeoutMs: TIMEOUT_MS, signal });
    } catch (error) {
      throw unusable(path, reasonOf(error));
    }
    const version = readPrintedVersion(output);
    if (!version) throw unusable(path, { kind: 'no-version' });
    return version;
  }
}

/** What a file is built for, according to its header. Throws ETCD_UNUSABLE, NOT_PERMITTED. */
export async function headerOf(path: string): Promise<Target | 'script' | null> {
  const file = await onDisk(path, 'read', () => openRegular(path, 'read'));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return readHeader(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

export function wrongArchitecture(path: string, found: Target, wanted: Target): Failure {
  return new Failure('WRONG_ARCHITECTURE', {
    path,
    found: targetText(found),
    wanted: targetText(wanted),
  });
}

function reasonOf(error: unknown): BinaryReason {
  return error instanceof RunError ? error.reason : { kind: 'said', detail: errorText(error) };
}

export function unusable(path: string, reason: BinaryReason): Failure {
  return new Failure('ETCD_UNUSABLE', { path, reason });
}

/**
 * The environment for running an etcd: without the variables that etcd reads as flags, and with the one that lets
 * etcd 3.4 run on arm64 at all (etcd's `checkSupportArch`).
 */
function etcdEnvironment(environment: Environment, target: Target | null): Environment {
  const clean = Object.entries(environment).filter(([name]) => !/^ETCD(CTL)?_/.test(name));
  return {
    ...Object.fromEntries(clean),
    ...(target ? { ETCD_UNSUPPORTED_ARCH: target.machine } : {}),
  };
}

async function statFile(path: string): Promise<Stats> {
  const found = await stat(path).catch(() => null);
  if (!found) throw unusable(path, { kind: 'missing' });
  if (!found.isFile()) throw unusable(path, { kind: 'no-file' });
  return found;
}

function stampOf(file: Stats): string {
  return `${file.ino} ${file.size} ${file.mtimeMs} ${file.mode}`;
}
