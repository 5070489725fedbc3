import { basename, win32 } from 'node:path';

/** Each kind of shell needs its own way to get start-up commands; `other` gets its environment only. */
export type ShellKind = 'bash' | 'zsh' | 'fish' | 'sh' | 'powershell' | 'cmd' | 'other';

export interface Shell {
  readonly kind: ShellKind;
  /** An absolute path. */
  readonly path: string;
  /** The shell's name, such as bash. */
  readonly name: string;
}

export interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's login shell in the system's list of users; null when the system has none. */
  readonly loginShell: string | null;
  /** Whether the file exists and is executable. */
  readonly runs: (path: string) => boolean;
}

/**
 * The user's shell: SHELL, else their login shell, else bash or sh; on Windows PowerShell, else cmd. Skips what
 * cannot be run. null when there is none at all.
 */
export function chooseShell({ platform, env, loginShell, runs }: System): Shell | null {
  const wanted = platform === 'win32' ? windowsShells(env) : [env['SHELL'], loginShell, ...unixShells];
  const isFull = (path: string) => (platform === 'win32' ? win32.isAbsolute(path) : path.startsWith('/'));
  const path = wanted.find((each) => each && isFull(each) && !refusals.test(each) && runs(each));
  if (!path) return null;
  const name = (platform === 'win32' ? win32.basename(path) : basename(path)).replace(/\.exe$/i, '');
  return { kind: kinds.get(name.toLowerCase()) ?? 'other', path, name };
}

/** The shells of users who may not log in: they start, say so, and end. */
const refusals = /\/(nologin|false|true|sync|shutdown|halt)$/;

const unixShells = [
  '/bin/bash',
  '/usr/bin/bash',
  '/usr/local/bin/bash',
  '/run/current-system/sw/bin/bash',
  '/bin/sh',
];

function windowsShells(env: System['env']): (string | undefined)[] {
  const system = env['SystemRoot'] ?? 'C:\\Windows';
  const programs = env['ProgramFiles'] ?? 'C:\\Program Files';
  return [
    win32.join(programs, 'PowerShell', '7', 'pwsh.exe'),
    win32.join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    env['ComSpec'],
    win32.join(system, 'System32', 'cmd.exe'),
  ];
}

const kinds: ReadonlyMap<string, ShellKind> = new Map([
  ['bash', 'bash'],
  ['zsh', 'zsh'],
  ['fish', 'fish'],
  ['sh', 'sh'],
  ['dash', 'sh'],
  ['ash', 'sh'],
  ['ksh', 'sh'],
  ['mksh', 'sh'],
  ['pwsh', 'powershell'],
  ['powershell', 'powershell'],
  ['cmd', 'cmd'],
]);
