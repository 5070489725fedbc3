import { access, constants, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PRIVATE_FOLDER } from '../base/private';
import { etcdctlScript } from './etcdctl-script';

/**
 * Creates the folder `bin` with only the given `etcdctl` and the `etcdutl` next to it (since 3.5). Put first on
 * PATH, it provides these two and hides nothing else. etcdctl is a script that lets flags win (`etcdctlScript`), so
 * they also win under `xargs`, `watch` or `sh -c`; etcdutl is a link. On Windows, where links need special rights and
 * scripts cannot pass on every argument, both are scripts that change nothing.
 */
export async function linkPrograms(
  bin: string,
  etcdctl: string | null,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  await mkdir(bin, { recursive: true, mode: PRIVATE_FOLDER });
  if (etcdctl === null) return;
  const suffix = platform === 'win32' ? '.exe' : '';
  if (platform === 'win32') await link(bin, etcdctl, `etcdctl${suffix}`, platform);
  else await writeFile(join(bin, 'etcdctl'), etcdctlScript(etcdctl), { mode: 0o700 });
  const etcdutl = join(dirname(etcdctl), `etcdutl${suffix}`);
  if (await runs(etcdutl)) await link(bin, etcdutl, basename(etcdutl), platform);
}

async function link(bin: string, target: string, name: string, platform: NodeJS.Platform): Promise<void> {
  if (platform !== 'win32') await symlink(target, join(bin, name));
  else await writeFile(join(bin, name.replace(/\.exe$/, '.cmd')), `@"${target}" %*\r\n`);
}

async function runs(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
