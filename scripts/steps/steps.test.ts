import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from './build.mjs';
import { dataFolderPath } from '../../src-main/base/files/data-folder';
import { dataFolder, etcdPathSetting } from './data-folder.mjs';
import { outOfDate } from './dependencies.mjs';
import { displayProblem, x11 } from './display.mjs';
import { installedElectron } from './electron.mjs';
import { candidates, findEtcd } from './etcd.mjs';
import { alone } from './lock.mjs';
import { checkNode } from './node-version.mjs';
import { run } from './process.mjs';
import { addressIn } from './serve.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, content: unknown, mode = 0o644): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  return full;
}

describe("Node's version", () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.3.1'])('%s will do', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });
  it.each(['18.20.4', '20.18.3'])('%s is refused, with what to do', (version) => {
    expect(() => checkNode(version)).toThrow(`this is Node ${version}`);
  });
});

describe('dependencies', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/vue': { version: '3.5.0', integrity: 'sha512-a' },
    'node_modules/only-on-mac': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  };
  const installed = { 'node_modules/vue': wanted['node_modules/vue'] };
  const reason = (packages: object | null) => {
    file('package-lock.json', { packages: wanted });
    if (packages) file('node_modules/.package-lock.json', { packages });
    return outOfDate(folder);
  };

  it('are installed when nothing is', () => expect(reason(null)).toBe('nothing is installed yet'));
  it('are left alone when they are what the lock file names', () => expect(reason(installed)).toBeNull());
  it('are left alone when there is an optional one for this system, which the lock file does not know', () => {
    const native = { version: '1.0.0', integrity: 'sha512-n', optional: true };
    expect(reason({ ...installed, 'node_modules/native-here': native })).toBeNull();
  });
  it('are installed when a version differs', () => {
    const old = { 'node_modules/vue': { version: '3.4.0', integrity: 'sha512-z' } };
    expect(reason(old)).toBe('vue 3.5.0 is missing');
  });
  it('are installed when something is left from before', () => {
    const more = { ...installed, 'node_modules/@old/thing': { version: '1.0.0', integrity: 'sha512-c' } };
    expect(reason(more)).toBe('@old/thing is not wanted any more');
  });
});

describe('the build', () => {
  it('is made again when a source changes, is added or is moved, and not for a test', () => {
    file('src-main/a.ts', 'one');
    const first = fingerprint(folder);
    file('src-main/a.test.ts', 'a test');
    expect(fingerprint(folder)).toBe(first);
    file('src-main/a.ts', 'two');
    const second = fingerprint(folder);
    file('src-main/b.ts', '');
    const third = fingerprint(folder);
    expect(new Set([first, second, third]).size).toBe(3);
  });
});

describe('set-up', () => {
  it('is done by one process at a time, and taken over from one that died', async () => {
    const { output } = await run(process.execPath, ['-p', 'process.pid']);
    file('.cache/setup.lock', output.trim());
    const order: string[] = [];
    const work = (name: string) =>
      alone(folder, async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
      });
    await Promise.all([work('one'), work('two')]);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });
});

describe('the data folder', () => {
  it.each([
    {},
    { QUORATE_DATA: 'here' },
    { QUORATE_DATA: '/there' },
    { XDG_DATA_HOME: '/data' },
    { XDG_DATA_HOME: 'relative' },
  ])('with %o is where the app has it', (env) => {
    expect(dataFolder(env)).toBe(dataFolderPath(env));
  });
});

// Windows has no signals to pass on, and runs no shell scripts.
const withSignals = process.platform === 'win32' ? () => undefined : describe;

withSignals('the etcd that is found', () => {
  const etcdOf = (version: string) =>
    dirname(file(`${version}/etcd`, `#!/bin/sh\necho 'etcd Version: ${version}'\n`, 0o755));

  it.each(['3.4.0', '3.10.1', '4.0.0'])(
    'is one of %s, after one that is too old and one that fails',
    async (version) => {
      const broken = dirname(file('broken/etcd', '#!/bin/sh\nexit 1\n', 0o755));
      const PATH = [broken, etcdOf('3.3.27'), etcdOf(version)].join(delimiter);
      const path = join(folder, version, 'etcd');
      expect(await findEtcd(join(folder, 'data'), { PATH })).toEqual({ path, version });
    },
  );

  it('is none where all are too old', async () => {
    expect(await findEtcd(join(folder, 'data'), { PATH: etcdOf('2.3.8') })).toBeNull();
  });
});

withSignals('a signal', () => {
  const child = `process.on('SIGINT', () => { console.log('heard'); setTimeout(() => process.exit(7), 100); });
    process.on('SIGTERM', () => { console.log('told to end'); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('ready');`;

  /** A script that shows the child as `npm start` shows the app. */
  function showing(): string {
    const module = JSON.stringify(new URL('process.mjs', import.meta.url).href);
    return file(
      'parent.mjs',
      `import { show } from ${module};
       process.exitCode = (await show(process.execPath, ['-e', ${JSON.stringify(child)}])).code;`,
    );
  }

  /**
   * Runs a command, calls `then` when the child is ready, and returns the whole output when all processes have
   * ended.
   */
  async function outputOf(
    parent: ChildProcessByStdio<null, Readable, null>,
    then: () => void,
  ): Promise<string> {
    let output = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.endsWith('ready\n')) then();
    });
    await once(parent, 'close');
    return output;
  }

  it('reaches the app once, though the terminal and npm both send it; its exit code is passed on', async () => {
    const parent = spawn(process.execPath, [showing()], { stdio: ['ignore', 'pipe', 'inherit'] });
    const output = await outputOf(parent, () => {
      parent.kill('SIGINT');
      parent.kill('SIGINT');
    });
    expect(output).toBe('ready\nheard\n');
    expect(parent.exitCode).toBe(7);
  });

  it('that is given with a command ends all that it runs, and its output is waited for no longer', async () => {
    const script = file('hangs', '#!/bin/sh\necho begun\nsleep 4321\n', 0o755);
    const { code, output } = await run(script, [folder], { signal: AbortSignal.timeout(300) });
    expect({ code, output }).toEqual({ code: 128 + 9, output: 'begun' });
  });

  it('that ends only the shell in which npm runs us ends the app, too', async () => {
    const parent = spawn('sh', ['-c', `"${process.execPath}" "${showing()}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    const output = await outputOf(parent, () => void parent.kill('SIGKILL'));
    expect(output).toBe('ready\ntold to end\n');
  });
});

describe('an etcd', () => {
  it("is looked for in the settings' path, the app's own folder, PATH, in that order", () => {
    const chosen = file('mine/etcd', '', 0o755);
    const older = file('data/etcd/3.5.33/etcd', '', 0o755);
    const newer = file('data/etcd/3.6.14/etcd', '', 0o755);
    const onPath = [file('bin/etcd', '', 0o755), file('other/etcd', '', 0o755)];
    file('data/settings.json', { etcdPath: dirname(chosen) });
    const env = { PATH: [folder, ...onPath.map(dirname)].join(delimiter) };
    expect(candidates(join(folder, 'data'), env)).toEqual([chosen, newer, older, ...onPath]);
  });
  it.each([
    ['can be had', 0, { version: '3.6.14' }, 'installed the official 3.6.14', ''],
    [
      'cannot be had',
      1,
      { code: 'DOWNLOAD_FAILED', url: 'https://x', reason: { kind: 'refused' } },
      'the official release could not be had (DOWNLOAD_FAILED, https://x, refused); Debian',
      'etcd-server etcd-client',
    ],
  ])(
    "that root on Debian lacks is the official one first, which %s, and Debian's only without it",
    async (_, code, told, said, packages) => {
      const installer = `console.log(${JSON.stringify(JSON.stringify(told))}); process.exitCode = ${code};`;
      file('out/main/install-etcd.js', installer);
      const apt = file('bin/apt-get', `#!/bin/sh\necho "$@" >> "${folder}/apt"\n`, 0o755);
      const module = JSON.stringify(new URL('etcd.mjs', import.meta.url).href);
      const step = file(
        'step.mjs',
        `import { etcd } from ${module};\nawait etcd(${JSON.stringify(folder)});`,
      );
      const env = { PATH: dirname(apt), QUORATE_DATA: join(folder, 'data') };
      const { output } = await run(process.execPath, [step], { env });
      const asked = existsSync(join(folder, 'apt')) ? readFileSync(join(folder, 'apt'), 'utf8') : '';
      const mayInstall = process.platform === 'linux' && process.getuid?.() === 0;
      expect(output).toContain(mayInstall ? said : 'the window will offer to download one');
      expect(asked).toContain(mayInstall ? packages : '');
      if (!mayInstall || packages === '') expect(asked).toBe('');
    },
  );
  it('has no setting before the app ran, or when its settings are broken', () => {
    expect(etcdPathSetting(folder)).toBeNull();
    file('settings.json', '{');
    expect(etcdPathSetting(folder)).toBeNull();
  });
});

describe('a display', () => {
  it('is missing when no variable names one', async () => {
    expect(await displayProblem({}, 'linux')).toContain('there is no display');
  });
  it('must answer: a variable outlives its display easily', async () => {
    expect(await displayProblem({ DISPLAY: 'localhost:59400' }, 'linux')).toContain('does not answer');
    expect(await displayProblem({ WAYLAND_DISPLAY: join(folder, 'wayland-0') }, 'linux')).toContain(
      'does not answer',
    );
  });
  it('is always there on macOS and Windows', async () => {
    expect(await displayProblem({}, 'darwin')).toBeNull();
  });
  it.each([
    [':0', [{ path: '/tmp/.X11-unix/X0' }, { path: '\0/tmp/.X11-unix/X0' }]],
    ['localhost:10.0', [{ host: 'localhost', port: 6010 }]],
    [undefined, []],
    ['nonsense', []],
  ])('%s is found where it listens', (display, targets) => {
    expect(x11(display)).toEqual(targets);
  });
});

describe("Electron's runtime", () => {
  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names', () => {
    const executable = file('runtime/electron', '', 0o755);
    expect(installedElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: dirname(executable) })).toEqual({
      executable,
    });
  });
  it('is not taken from elsewhere when that folder has none', () => {
    expect(installedElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      problem: 'ELECTRON_OVERRIDE_DIST_PATH has no electron',
    });
  });
  it('is downloaded again when it is of another version', () => {
    file('node_modules/electron/package.json', { version: '45.4.1' });
    file('node_modules/electron/dist/electron', '', 0o755);
    file('node_modules/electron/dist/version', '44.0.0');
    expect(installedElectron(folder, {})).toHaveProperty('problem');
    file('node_modules/electron/dist/version', 'v45.4.1');
    expect(installedElectron(folder, {})).toHaveProperty('executable');
  });
});

describe('the headless host', () => {
  it('has printed its address when the line is whole', () => {
    expect(addressIn('http://127.0.0.1:4000/?token=abc')).toBeNull();
    expect(addressIn('Quorate: http://127.0.0.1:4000/?token=abc\n')).toBe('http://127.0.0.1:4000/?token=abc');
    expect(addressIn('{"url":"http://127.0.0.1:4000/?token=abc"}\n')).toBe(
      'http://127.0.0.1:4000/?token=abc',
    );
  });
});
