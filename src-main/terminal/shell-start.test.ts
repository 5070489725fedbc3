import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShellKind } from './shell';
import { shellStart } from './shell-start';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "quorate-test-shell's start-"));
  mkdirSync(join(home, 'start'));
});
afterEach(() => rmSync(home, { recursive: true }));

const setting = {
  bin: "/it's/bin",
  env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2379', ETCDCTL_CERT: '/it\'s $HOME `x` "certs"/c.pem' },
  unset: ['ETCDCTL_USER'],
  prompt: { name: 'demo', colour: 1 },
};
const ask =
  'echo "$GREETING|${PATH%%:*}|$ETCDCTL_ENDPOINTS|$ETCDCTL_CERT|$ETCDCTL_USER|${ZDOTDIR-}|$(env | grep -c QUORATE_)|"';
const answer = `hello|/it's/bin|http://127.0.0.1:2379|/it's $HOME \`x\` "certs"/c.pem|||0|`;
const meddling = 'export GREETING=hello PATH=/usr/bin:/bin ETCDCTL_ENDPOINTS=other ETCDCTL_USER=root\n';

/** The output of an interactive shell of that kind, in a home with that start-up file. */
function answerOf(kind: ShellKind, file: string, login = false, more: Record<string, string> = {}): string {
  writeFileSync(join(home, file), meddling);
  const path = kind === 'zsh' ? '/usr/bin/zsh' : `/bin/${kind}`;
  const env = { HOME: home, PATH: '/usr/bin:/bin', ...more };
  const folder = join(home, 'start');
  const start = shellStart({ kind, path, name: kind }, folder, setting, { login, env });
  for (const [name, text] of Object.entries(start.files)) writeFileSync(join(folder, name), text);
  const { stdout } = spawnSync(path, [...start.args], {
    env: { ...env, ...setting.env, ...start.env },
    input: `${ask}\nexit\n`,
    encoding: 'utf8',
  });
  return stdout;
}

describe('a shell with its setting', () => {
  it('of bash reads the user\u2019s .bashrc first', () => {
    expect(answerOf('bash', '.bashrc')).toContain(answer);
  });

  it('of bash as a login shell reads the profile first', () => {
    expect(answerOf('bash', '.bash_profile', true)).toContain(answer);
  });

  it('of sh reads the file that ENV names first', () => {
    expect(answerOf('sh', '.shrc', false, { ENV: join(home, '.shrc') })).toContain(answer);
  });

  it('of zsh has its files in a folder of ours, which read the user\u2019s own and leave no trace', () => {
    const { args, env, files } = shellStart(
      { kind: 'zsh', path: '/bin/zsh', name: 'zsh' },
      '/start',
      setting,
      { login: false, env: {} },
    );
    expect([args, env['ZDOTDIR']]).toEqual([['-i'], '/start']);
    expect(Object.keys(files)).toEqual(['.zshenv', '.zprofile', '.zshrc', '.zlogin']);
    expect(files['.zshrc']).toMatch(/\. "\$ZDOTDIR\/\.zshrc"[\s\S]*unset ZDOTDIR[\s\S]*export PATH=/);
  });

  it.each(['bash', 'zsh', 'fish', 'sh', 'powershell'] as const)(
    'of %s has its password neither in a file nor on its command line',
    (kind) => {
      const secret = { bin: '/bin', env: { ETCDCTL_PASSWORD: 'hunter2' }, unset: [], prompt: setting.prompt };
      const options = { login: false, env: {} };
      const { args, env, files } = shellStart({ kind, path: '/x', name: kind }, '/start', secret, options);
      expect(JSON.stringify([args, files])).not.toContain('hunter2');
      expect(Object.values(env)).toContain('hunter2');
    },
  );

  it('of fish and PowerShell is told by a command that runs after theirs', () => {
    const of = (kind: ShellKind) =>
      shellStart({ kind, path: '/x', name: kind }, '/start', setting, { login: false, env: {} }).args;
    expect(of('fish')).toEqual([
      '-C',
      expect.stringContaining(
        'set -e ETCDCTL_USER; set -gx ETCDCTL_ENDPOINTS $QUORATE_KEPT_ETCDCTL_ENDPOINTS; set -e QUO',
      ),
    ]);
    expect(of('powershell')).toEqual([
      '-NoLogo',
      '-NoExit',
      '-Command',
      expect.stringContaining("$Env:Path = '/it''s/bin' + [IO.Path]::PathSeparator + $Env:Path"),
    ]);
  });
});
