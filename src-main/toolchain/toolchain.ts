import type { BusyAction } from '@shared/contract/reasons';
import type { ToolchainState } from '@shared/contract/toolchain';
import { errorText, Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { DisposableStore } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue, pause } from '../base/live';
import type { Log } from '../base/log';
import type { Jobs } from '../jobs/jobs';
import type { JobStart } from '../jobs/running-job';
import { downloadReasonOf, STALL_MS } from './download';
import type { FoundEtcd, Places } from './find';
import { findEtcds, inspect, isFile } from './find';
import { clearStaging, installRelease, removeVersion } from './install';
import { Prober } from './probe';
import type { Environment } from './proxy';
import { isSafeBase, KNOWN_SUMS, OFFERED_VERSION, OFFICIAL_BASE, pinnedVersions, releaseOf } from './release';
import type { RunProgram } from './run';
import { runProgram } from './run';
import type { SystemPackage } from './system-package';
import { installPackage, systemPackage } from './system-package';
import type { Target } from './target';
import { targetOf } from './target';
import { supportedVersion } from './version';

export interface ToolchainOptions {
  /** The app's own folder for etcds, `<data>/etcd`; created when needed. */
  readonly folder: string;
  /** The user's own etcd from the settings: a folder or a file; null for none. */
  readonly etcdPath: Live<string | null>;
  /** PATH. */
  readonly path: string;
  /** Names of the clusters that use a binary, by its path. */
  readonly users: Live<ReadonlyMap<string, readonly string[]>>;
  /** Runs the installations. Its owner disposes of it before the toolchain. */
  readonly jobs: Pick<Jobs, 'run' | 'isRunning'>;
  readonly log: Log;
  /**
   * The process's own by default. HTTPS_PROXY, HTTP_PROXY and NO_PROXY control how to download,
   * QUORATE_RELEASE_BASE from where; see OFFICIAL_BASE.
   */
  readonly environment?: Environment;
  /** Takes precedence over QUORATE_RELEASE_BASE. */
  readonly releaseBase?: string;
  /** Node's names for this machine. */
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
  readonly isRoot?: boolean;
  readonly knownSums?: ReadonlyMap<string, string>;
  readonly stallMs?: number;
  /** Runs the installed binaries to get their version. */
  readonly run?: RunProgram;
}

/** An etcd that processes can be started from. */
export interface ResolvedEtcd {
  readonly path: string;
  readonly version: string;
  readonly etcdctl: string | null;
}

/** How long the app waits at its start for the first scan. */
const FIRST_LOOK_MS = 500;

/** The etcd binaries of this machine: finds them, gets them, and says which one to use. */
export class Toolchain implements Disposable {
  readonly #options: ToolchainOptions;
  readonly #environment: Environment;
  readonly #target: Target | null;
  readonly #store = new DisposableStore();
  readonly #prober: Prober;
  readonly #state: LiveValue<ToolchainState>;
  #found: readonly FoundEtcd[] = [];
  #package: SystemPackage | null = null;
  /** The latest installation. */
  #job: { readonly id: string; readonly name: string; readonly action: BusyAction } | null = null;
  #scan: Promise<void>;
  #nextScan: Promise<void> | null = null;

  /**
   * Scans every place, now and whenever the settings name another path. Resolves when the scan is done, which
   * takes 20-50 ms a binary, or after 500 ms: a binary that hangs delays its own listing, not the app. Removes
   * what a crash left of an installation.
   */
  static async open(options: ToolchainOptions): Promise<Toolchain> {
    const toolchain = new Toolchain(options);
    const looked = new AbortController();
    void toolchain.looked.then(() => looked.abort());
    await pause(FIRST_LOOK_MS, looked.signal);
    return toolchain;
  }

  private constructor(options: ToolchainOptions) {
    const { platform = process.platform, arch = process.arch, environment = process.env } = options;
    this.#options = options;
    this.#environment = environment;
    this.#target = targetOf(platform, arch);
    const closing = new AbortController();
    this.#store.defer(() => closing.abort());
    const { run = runProgram } = options;
    this.#prober = new Prober({ run, environment, target: this.#target, signal: closing.signal });
    this.#state = new LiveValue(this.#snapshot());
    this.#store.add(options.users.onChange(() => this.#publish()));
    this.#store.add(options.etcdPath.onChange(() => void this.rescan()));
    this.#scan = this.#prepare().then(() => this.#look());
  }

  /** Resolves when the current scan has ended. Never rejects. */
  get looked(): Promise<void> {
    return this.#scan;
  }

  get state(): Live<ToolchainState> {
    return this.#state;
  }

  /**
   * The etcd at `path`, which must be an installed one or one that a cluster uses; null for the preferred one.
   * Checks the file again, and scans every place when it is missing. Throws ETCD_MISSING, and for an unusable one
   * its problem: ETCD_UNUSABLE, ETCD_TOO_OLD, WRONG_ARCHITECTURE, NOT_PERMITTED.
   */
  async resolve(path: string | null): Promise<ResolvedEtcd> {
    const chosen = await this.#choose(path);
    const found = await inspect(chosen, this.#places(), this.#prober);
    if (found.problem) throw new Failure(found.problem.code, found.problem.data);
    return { path: found.path, version: found.version ?? '', etcdctl: found.etcdctl };
  }

  /** Scans every place again. Never rejects. */
  rescan(): Promise<void> {
    // One current and one queued scan are enough: the queued one sees every change until it starts.
    this.#nextScan ??= this.#scan.then(() => {
      this.#nextScan = null;
      this.#scan = this.#look();
      return this.#scan;
    });
    return this.#nextScan;
  }

  /**
   * Starts the job that installs an official release into the app's own folder, and returns its ID. Does not
   * download a version again that is already there and works. Throws VERSION_INVALID, ETCD_TOO_OLD,
   * UNSUPPORTED_HERE, BUSY, and DOWNLOAD_FAILED for a mirror that anyone on the way could speak for.
   */
  download(typedVersion: string): string {
    const version = supportedVersion(typedVersion);
    const { folder, platform = process.platform, arch = process.arch } = this.#options;
    const { knownSums = KNOWN_SUMS, stallMs = STALL_MS } = this.#options;
    const target = this.#target;
    if (!target)
      throw new Failure('UNSUPPORTED_HERE', { action: 'download-etcd', platform: `${platform}-${arch}` });
    const base = this.#base();
    if (!URL.canParse(base) || !isSafeBase(new URL(base)))
      throw new Failure('DOWNLOAD_FAILED', { url: base, reason: { kind: 'insecure' } });
    const release = releaseOf(version, target, base);
    const network = { environment: this.#environment, stallMs };
    const install = { release, target, folder, knownSums, network, prober: this.#prober };
    return this.#start('download', {
      kind: 'installEtcd',
      about: { version: version.text },
      work: async (report) => {
        const path = await installRelease(install, report).catch((error: unknown) => {
          if (error instanceof Failure) throw error;
          const data = { url: release.archiveUrl, reason: downloadReasonOf(error) };
          throw new Failure('DOWNLOAD_FAILED', data, { cause: error });
        });
        await this.rescan();
        return { path };
      },
    });
  }

  /**
   * Starts the job that installs the system's package, and returns its ID. Throws UNSUPPORTED_HERE, NOT_PERMITTED,
   * BUSY.
   */
  installPackage(): string {
    const found = this.#package;
    const { platform = process.platform } = this.#options;
    if (!found) throw new Failure('UNSUPPORTED_HERE', { action: 'install-package', platform });
    const { command, runnable, aptGet } = found;
    if (!runnable) throw new Failure('NOT_PERMITTED', { path: aptGet, action: 'install-package' });
    return this.#start('package', {
      kind: 'installEtcdPackage',
      about: { command },
      work: async ({ step, signal }) => {
        step('installing', {});
        await installPackage(found, this.#environment, signal);
        await this.rescan();
        const path = this.#preferred();
        if (path !== null) return { path };
        throw new Failure('PACKAGE_FAILED', { command, reason: { kind: 'nothing-found' } });
      },
    });
  }

  /** Deletes a version from the app's own folder. Throws NOT_FOUND, NOT_PERMITTED, ETCD_IN_USE. */
  async remove(path: string): Promise<void> {
    const found = this.#find(path);
    if (!found) throw new Failure('NOT_FOUND', { what: 'etcd', name: path });
    if (found.home === null) throw new Failure('NOT_PERMITTED', { path, action: 'delete' });
    const clusters = this.#options.users.value.get(path) ?? [];
    if (clusters.length > 0)
      throw new Failure('ETCD_IN_USE', { version: found.version ?? '', clusters: [...clusters] });
    await removeVersion(this.#options.folder, found.home);
    this.#options.log.info('removed an etcd', { path });
    await this.rescan();
  }

  /** Ends every run of a binary. */
  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  #base(): string {
    return this.#options.releaseBase ?? this.#environment.QUORATE_RELEASE_BASE ?? OFFICIAL_BASE;
  }

  /** The path to use, of an existing file. Scans every place again before it gives up. */
  async #choose(path: string | null): Promise<string> {
    const known = () =>
      path === null ? this.#preferred() : (this.#find(path)?.path ?? this.#usedPath(path));
    if (known() === null) await this.#scan;
    for (const again of [false, true]) {
      if (again) await this.rescan();
      const chosen = known();
      if (chosen !== null && (await isFile(chosen))) return chosen;
    }
    const problem = path === null ? this.#found.find((found) => found.problem)?.problem : null;
    if (problem) throw new Failure(problem.code, problem.data);
    throw new Failure('ETCD_MISSING', { version: null });
  }

  #usedPath(path: string): string | null {
    return this.#options.users.value.has(path) ? path : null;
  }

  #find(path: string): FoundEtcd | null {
    return this.#found.find((found) => found.path === path) ?? null;
  }

  #preferred(): string | null {
    return this.#found.find((found) => found.problem === null)?.path ?? null;
  }

  /** Runs one installation at a time: two would write the same files. Throws BUSY. */
  #start<K extends 'installEtcd' | 'installEtcdPackage'>(
    action: 'download' | 'package',
    start: Omit<JobStart<K>, 'connection'>,
  ): string {
    const { jobs } = this.#options;
    if (this.#job && jobs.isRunning(this.#job.id)) {
      const { name, action } = this.#job;
      throw new Failure('BUSY', { name, action });
    }
    const { id } = jobs.run({ ...start, connection: null });
    const name = 'version' in start.about ? `etcd ${start.about.version}` : 'etcd';
    this.#job = { id, name, action };
    this.#publish();
    return id;
  }

  async #prepare(): Promise<void> {
    const { folder, log, path, isRoot = process.getuid?.() === 0 } = this.#options;
    try {
      await clearStaging(folder);
      this.#package = await systemPackage(path, isRoot);
    } catch (error) {
      log.error('leftovers of an earlier run could not be removed', { reason: errorText(error) });
    }
  }

  async #look(): Promise<void> {
    try {
      this.#found = await findEtcds(this.#places(), this.#prober);
      this.#publish();
    } catch (error) {
      this.#options.log.error('looking for etcd failed', { reason: errorText(error) });
    }
  }

  #places(): Places {
    const { etcdPath, folder, path, platform = process.platform } = this.#options;
    const suffix = platform === 'win32' ? '.exe' : '';
    return { etcdPath: etcdPath.value, folder, searchPath: path, suffix };
  }

  #snapshot(): ToolchainState {
    const users = this.#options.users.value;
    const installs = this.#found.map(({ path, version, source, etcdctl, etcdutl, problem }) => {
      return { path, version, source, etcdctl, etcdutl, problem, clusters: [...(users.get(path) ?? [])] };
    });
    const offer = this.#package;
    return {
      installs,
      preferred: this.#preferred(),
      job: this.#job?.id ?? null,
      offered: OFFERED_VERSION,
      pinned: this.#target ? pinnedVersions(this.#target, this.#options.knownSums ?? KNOWN_SUMS) : [],
      releaseHost: URL.canParse(this.#base()) ? new URL(this.#base()).host : this.#base(),
      systemPackage: offer && { command: offer.command, runnable: offer.runnable },
    };
  }

  #publish(): void {
    this.#state.value = this.#snapshot();
  }
}
