import { join } from 'node:path';
import { dataFolderPath, openDataFolder } from '../base/files/data-folder';
import { errorText, Failure } from '../base/failure';
import { installRelease } from '../toolchain/install';
import { Prober } from '../toolchain/probe';
import { isSafeBase, KNOWN_SUMS, OFFERED_VERSION, OFFICIAL_BASE, releaseOf } from '../toolchain/release';
import { runProgram } from '../toolchain/run';
import { targetOf } from '../toolchain/target';
import { supportedVersion } from '../toolchain/version';

/** Shorter than in the app: nobody sees a window yet, and Debian's package is at hand. Milliseconds. */
const STALL_MS = 10_000;

/**
 * Installs the official release that the app offers, or the version given, into the app's own folder, with all
 * checks of the app. For `npm start`, before there is a window. Prints one line of JSON: `version` and `path`, or the
 * `code` and the `reason` of a failure, with exit code 1.
 */
async function install(typedVersion: string): Promise<{ version: string; path: string }> {
  const { env, platform, arch } = process;
  const version = supportedVersion(typedVersion);
  const target = targetOf(platform, arch);
  if (!target)
    throw new Failure('UNSUPPORTED_HERE', { action: 'download-etcd', platform: `${platform}-${arch}` });
  const base = env['QUORATE_RELEASE_BASE'] ?? OFFICIAL_BASE;
  if (!URL.canParse(base) || !isSafeBase(new URL(base)))
    throw new Failure('DOWNLOAD_FAILED', { url: base, reason: { kind: 'insecure' } });
  // Locked, because a running app may install something at the same time.
  const data = await openDataFolder(dataFolderPath(), 'serve');
  try {
    const { signal } = new AbortController();
    const prober = new Prober({ run: runProgram, environment: env, target, signal });
    const release = releaseOf(version, target, base);
    const network = { environment: env, stallMs: STALL_MS };
    const folder = join(data.path, 'etcd');
    const report = { step: () => undefined, progress: () => undefined, signal };
    const options = { release, target, folder, knownSums: KNOWN_SUMS, network, prober };
    return { version: version.text, path: await installRelease(options, report) };
  } finally {
    await data.dispose();
  }
}

install(process.argv[2] ?? OFFERED_VERSION).then(
  (installed) => void process.stdout.write(`${JSON.stringify(installed)}\n`),
  (error: unknown) => {
    const value = error instanceof Failure ? error.value : null;
    const known = value ? { ...value.data, code: value.code } : { code: errorText(error) };
    process.stdout.write(`${JSON.stringify(known)}\n`);
    process.exitCode = 1;
  },
);
