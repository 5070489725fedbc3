import { join } from 'node:path';
import {
  bashPrompt,
  cmdPrompt,
  fishPrompt,
  powershellPrompt,
  type Prompt,
  PROMPT,
  shPrompt,
  zshPrompt,
} from './prompt';
import type { Shell } from './shell';

/** What a shell must have, whatever the user's own start-up files do. */
export interface ShellSetting {
  /** The folder to put first on PATH. */
  readonly bin: string;
  /** Variables to set. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables to remove. */
  readonly unset: readonly string[];
  /** What to show before the user's own prompt. */
  readonly prompt: Prompt;
}

/** How to start a shell with its setting. */
export interface ShellStart {
  readonly args: readonly string[];
  /** Additional variables to start it with. */
  readonly env: Readonly<Record<string, string>>;
  /** Files to write first, by name, in `folder`. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The shell reads the user's start-up files first, like any other terminal, and then applies the setting again,
 * since they may set PATH or ETCDCTL_ENDPOINTS themselves. Each kind of shell needs its own way to do that.
 *
 * `login`: on macOS, terminals start shells that also read the profile, where PATH is set.
 */
export function shellStart(
  shell: Shell,
  folder: string,
  setting: ShellSetting,
  { login, env }: { login: boolean; env: Readonly<Record<string, string | undefined>> },
): ShellStart {
  switch (shell.kind) {
    case 'bash':
      return {
        args: ['--rcfile', join(folder, 'bashrc'), '-i'],
        env: keptAll(setting),
        files: {
          bashrc: `${login ? bashProfile : '[ -r ~/.bashrc ] && . ~/.bashrc'}\n${posix(setting)}${bashPrompt(setting.prompt)}`,
        },
      };
    case 'zsh':
      return zshStart(folder, setting, login, env['ZDOTDIR']);
    case 'fish':
      return { args: [...(login ? ['-l'] : []), '-C', fish(setting)], env: keptAll(setting), files: {} };
    case 'sh':
      return {
        args: ['-i'],
        env: { ...keptAll(setting), ENV: join(folder, 'shrc') },
        files: {
          shrc: `${env['ENV'] ? `[ -r ${quote(env['ENV'])} ] && . ${quote(env['ENV'])}\n` : ''}${posix(setting)}${shPrompt}`,
        },
      };
    case 'powershell':
      return {
        args: ['-NoLogo', '-NoExit', '-Command', powershell(setting)],
        env: keptAll(setting),
        files: {},
      };
    case 'cmd':
      return { args: [], env: { PROMPT: cmdPrompt(setting.prompt, env['PROMPT']) }, files: {} };
    case 'other':
      return { args: [], env: {}, files: {} };
  }
}

/** The files that a login bash reads; see bash(1), INVOCATION. */
const bashProfile = `[ -r /etc/profile ] && . /etc/profile
for each in ~/.bash_profile ~/.bash_login ~/.profile; do
  if [ -r "$each" ]; then . "$each"; break; fi
done
unset each`;

/**
 * zsh reads its files from ZDOTDIR. Ours are there, and each reads the user's own with the user's ZDOTDIR. After
 * the last of them nothing of ours is left; see zshall(1), STARTUP/SHUTDOWN FILES.
 */
function zshStart(
  folder: string,
  setting: ShellSetting,
  login: boolean,
  own: string | undefined,
): ShellStart {
  const home = own ? quote(own) : '"$HOME"';
  const theirs = (file: string) => `ZDOTDIR=$QUORATE_ZDOTDIR
[[ -r $ZDOTDIR/${file} ]] && . "$ZDOTDIR/${file}"
QUORATE_ZDOTDIR=$ZDOTDIR`;
  const back = `ZDOTDIR=${quote(folder)}`;
  const history = `[[ $HISTFILE == ${quote(folder)}/* ]] && HISTFILE=$ZDOTDIR/.zsh_history`;
  const end = `${own ? '' : '[[ $ZDOTDIR == $HOME ]] && unset ZDOTDIR\n'}unset QUORATE_ZDOTDIR\n${posix(setting)}${zshPrompt(setting.prompt)}`;
  return {
    args: login ? ['-l', '-i'] : ['-i'],
    env: { ...keptAll(setting), ZDOTDIR: folder },
    files: {
      '.zshenv': `QUORATE_ZDOTDIR=${home}\n${theirs('.zshenv')}\n${back}\n`,
      '.zprofile': `${theirs('.zprofile')}\n${back}\n`,
      '.zshrc': `${theirs('.zshrc')}\n${history}\n${login ? back : end}\n`,
      '.zlogin': `${theirs('.zlogin')}\n${end}\n`,
    },
  };
}

/** The setting for bash, zsh and POSIX shells. */
function posix({ bin, env, unset }: ShellSetting): string {
  return [
    ...unset.map((name) => `unset ${name}`),
    ...Object.keys(env).map((name) => `export ${name}="$${kept(name)}"; unset ${kept(name)}`),
    `export PATH=${quote(bin)}:"$PATH"`,
    '',
  ].join('\n');
}

function fish({ bin, env, unset, prompt }: ShellSetting): string {
  const fishQuote = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  return [
    ...unset.map((name) => `set -e ${name}`),
    ...Object.keys(env).map((name) => `set -gx ${name} $${kept(name)}; set -e ${kept(name)}`),
    `set -gx PATH ${fishQuote(bin)} $PATH`,
    fishPrompt(prompt),
  ].join('; ');
}

function powershell({ bin, env, unset }: ShellSetting): string {
  const remove = (name: string) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`;
  return [
    ...unset.map(remove),
    ...Object.keys(env).map((name) => `$Env:${name} = $Env:${kept(name)}; ${remove(kept(name))}`),
    `$Env:Path = '${bin.replaceAll("'", "''")}' + [IO.Path]::PathSeparator + $Env:Path`,
    powershellPrompt,
  ].join('; ');
}

/**
 * Where a variable's value is kept until the user's own files have been read. It is in the environment, because a
 * password must be neither in a file nor on a command line, which others can see.
 */
function kept(name: string): string {
  return `QUORATE_KEPT_${name}`;
}

function keptAll({ env, prompt }: ShellSetting): Record<string, string> {
  const variables = Object.entries(env).map(([name, value]) => [kept(name), value] as const);
  return { ...Object.fromEntries(variables), [PROMPT]: prompt.name };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
