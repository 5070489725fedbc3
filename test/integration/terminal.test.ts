import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { loadNodePty } from '../../src-main/terminal/node-pty';
import { sessionOf } from '../../src-main/terminal/session';
import { type ConnectionShell, Terminals } from '../../src-main/terminal/terminals';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, startCluster } from '../support/etcd/etcd';
import { enableAuth } from '../support/etcd/secured';
import { TerminalScreen } from '../support/terminal';
import { until } from '../support/until';

const connection = { kind: 'local', cluster: 'demo' } as const;
const size = { columns: 100, rows: 30 };

let folder: string;
let terminals: Terminals;
let shell: ConnectionShell;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-test-terminal-'));
  shell = {
    env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:1' },
    etcdctl: null,
    notes: [],
    prompt: { name: 'demo', colour: 1 },
  };
  terminals = await Terminals.open({
    folder: join(folder, 'terminal'),
    allowed: true,
    shellFor: () => Promise.resolve(shell),
    load: loadNodePty,
    log: silentLog,
    env: { ...cleanEnv(), SHELL: '/bin/bash', HOME: folder },
  });
});
afterEach(async () => {
  await terminals.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<TerminalScreen> {
  return new TerminalScreen(terminals, await terminals.create(connection, null, size));
}

/** The pid of its shell, as the shell itself prints it. */
async function pidOf(screen: TerminalScreen): Promise<number> {
  screen.type('echo "shell=$$."\r');
  const [, pid] = await screen.shows(/shell=(\d+)\./);
  return Number(pid);
}

describe('a shell on a real terminal', () => {
  it('is an interactive shell of the size it was given, and hears of another', async () => {
    const screen = await open();
    screen.type('[ -t 0 ] && echo "size=$(stty size)."\r');
    await screen.shows(/size=30 100\./);
    terminals.resize(screen.id, { columns: 133, rows: 41 });
    screen.type('echo "size=$(stty size)."\r');
    await screen.shows(/size=41 133\./);
  });

  it('begins in the home folder, with the endpoints of its cluster and none of other variables of etcdctl', async () => {
    const screen = await open();
    screen.type('echo "at=$PWD." "env=$(env | grep ^ETCDCTL_)." "term=$TERM."\r');
    await screen.shows(
      new RegExp(`at=${folder}\\. env=ETCDCTL_ENDPOINTS=http://127.0.0.1:1\\. term=xterm-256color\\.`),
    );
  });

  it('says its cluster in its prompt, whatever the name contains and whatever sets the prompt', async () => {
    await writeFile(join(folder, '.bashrc'), 'PROMPT_COMMAND=\'PS1="[\\$?] > ";\'\n');
    const name = '$(touch x) \\u `touch y` "it\u2019s" ${HOME}/n2';
    shell = { ...shell, prompt: { name, colour: 1 } };
    const screen = await open();
    screen.type('(exit 3)\r');
    await until('the prompt', () => screen.text.includes(`\u001b[38;5;36m${name}\u001b[0m [3] > `));
    screen.type('ls | wc -l; echo "seen=$(env | grep -c quorate_)."\r');
    await screen.shows(/\r0?\s*\d+\r\n.*seen=0\./);
    expect((await readdir(folder)).sort()).toEqual(['.bashrc', 'terminal']);
  });

  it('reads the start-up file of its user, which cannot take its endpoints or its PATH away', async () => {
    await writeFile(
      join(folder, '.bashrc'),
      'alias greet="echo hello from the alias"\nexport PATH=/usr/bin:/bin ETCDCTL_ENDPOINTS=other ETCDCTL_USER=root\n',
    );
    const screen = await open();
    screen.type('greet; echo "env=$ETCDCTL_ENDPOINTS,$ETCDCTL_USER. first=${PATH%%:*}."\r');
    await screen.shows(/hello from the alias\r/);
    const [, first] = await screen.shows(/env=http:\/\/127\.0\.0\.1:1,\. first=(\S+)\./);
    expect(first).toBe(join(folder, 'terminal', screen.id, 'bin'));
  });

  it('says how it ended, and can be started again with what it wrote still there', async () => {
    const screen = await open();
    screen.type('echo be""fore; exit 7\r');
    expect(await screen.exit()).toEqual({ code: 7, signal: null });
    expect(terminals.state.value.terminals[0]?.exit).toEqual({ code: 7, signal: null });
    await terminals.restart(screen.id, size);
    screen.type('echo af""ter\r');
    await screen.shows(/before[\s\S]*after/);
    expect(terminals.state.value.terminals[0]?.exit).toBeNull();
  });

  it('takes a long paste whole', async () => {
    const screen = await open();
    const pasted = Buffer.alloc(200_000, 'abcdefghij');
    screen.type(`stty raw -echo; echo re""ady; head -c ${pasted.length} > pasted; stty sane; echo do""ne\r`);
    await screen.shows(/ready/);
    terminals.write(screen.id, pasted);
    await screen.shows(/done/);
    expect((await readFile(join(folder, 'pasted'))).equals(pasted)).toBe(true);
  });
});

describe.each(etcdFolders())('a shell for a cluster of etcd $version', ({ folder: etcd, version }) => {
  it('has the etcdctl of that version, whatever else is on PATH', async () => {
    shell = { ...shell, etcdctl: join(etcd, 'etcdctl') };
    const screen = await open();
    screen.type('etcdctl version; command -v etcdctl\r');
    await screen.shows(new RegExp(`etcdctl version: ${version}\\r`));
    await screen.shows(new RegExp(`\\r\n?${join(folder, 'terminal', screen.id, 'bin', 'etcdctl')}\\r`));
  });

  it('takes the lines of every tutorial: a flag wins over what the connection sets', async () => {
    const cluster = await startCluster({ size: 1, folder: etcd });
    try {
      const url = cluster.node('n1').clientUrl;
      await enableAuth(cluster);
      const env = { ETCDCTL_ENDPOINTS: url, ETCDCTL_USER: 'root', ETCDCTL_PASSWORD: 'secret' };
      shell = { ...shell, etcdctl: join(etcd, 'etcdctl'), env };
      const screen = await open();
      screen.type(`export ENDPOINTS=${url.replace('http://', '')}\r`);
      screen.type('etcdctl --endpoints=$ENDPOINTS put foo "first  value"\r');
      await screen.shows(/\rOK\r\n/);
      screen.type('echo foo | xargs etcdctl --endpoints $ENDPOINTS get --write-out=json | tr "a-z" "A-Z"\r');
      await screen.shows(/"KEY":"ZM9V"/);
      screen.type('sh -c "ETCDCTL_API=3 etcdctl --endpoints=$ENDPOINTS get foo | sed s/first/second/"\r');
      await screen.shows(/second {2}value/);
      screen.type('etcdctl --user="alice:wonder land" put /alice/a b && echo he""rs\r');
      await screen.shows(/OK\r\nhers\r/);
      screen.type('etcdctl --user alice --password "wonder land" put /bob/a b 2>&1 | tr "a-z" "A-Z"\r');
      await screen.shows(/PERMISSION DENIED/);
      screen.type('etcdctl put -- --key --user && etcdctl get -- --key | sed s/user/third/\r');
      await screen.shows(/--third/);
    } finally {
      await cluster.dispose();
    }
  });
});

describe('what a terminal wrote', () => {
  it('is held up while it is not read, passes in bounded memory, and can be interrupted', async () => {
    const screen = await open();
    await pidOf(screen);
    screen.stop();
    terminals.write(screen.id, Buffer.from('yes 0123456789 | head -c 50000000; echo al""l\r'));
    screen.start();
    await screen.shows(/all/, { deadlineMs: 50_000 });
    expect(screen.received).toBeGreaterThan(50_000_000);
    expect(screen.lost).toBe(0);
    expect(screen.behind).toBeLessThan(1024 * 1024);
    screen.type('yes\r');
    await screen.shows(/y\r\ny\r\n/);
    screen.type('\u0003');
    screen.type('echo st""ill here\r');
    await screen.shows(/still here/);
  });

  it('comes to a window that opens later, as much as is kept, and how much is missing', async () => {
    const first = await open();
    first.type('seq 1 10; echo en""d\r');
    await first.shows(/end/);
    const second = new TerminalScreen(terminals, first.id);
    await second.shows(/1\r\n2\r\n3[\s\S]*end/);
    first.type('yes 0123456789 | head -c 3000000; echo al""l\r');
    await first.shows(/all/);
    second.stop();
    const third = new TerminalScreen(terminals, first.id);
    await third.shows(/all/);
    expect(third.lost).toBeGreaterThan(1_900_000);
    expect(third.text.startsWith('0123456789\r\n')).toBe(true);
  });

  it('flows on when nobody looks, and the program ends', async () => {
    const screen = await open();
    await pidOf(screen);
    screen.stop();
    terminals.write(screen.id, Buffer.from('yes 0123456789 | head -c 3000000; touch ended\r'));
    await until('the program has ended', async () =>
      readFile(join(folder, 'ended')).then(
        () => true,
        () => false,
      ),
    );
  });

  it('is whole when the shell ends while it is held up', async () => {
    const screen = await open();
    await pidOf(screen);
    screen.stop();
    terminals.write(screen.id, Buffer.from('exec seq 100000000 100040000\r'));
    await until('it has ended', () => terminals.state.value.terminals[0]?.exit !== null);
    screen.start();
    await screen.shows(/100040000\r\n$/);
    expect(screen.text).toContain('100000000\r\n100000001\r\n');
  });
});

describe('the end of a terminal', () => {
  it('ends the shell and what it started, in the background too', async () => {
    const screen = await open();
    screen.type('sleep 1000 & nohup sleep 1001 >/dev/null 2>&1 &\r');
    screen.type('sh -c \'trap "" HUP; while :; do sleep 1; done\' &\r');
    screen.type('sleep 1002\r');
    const pid = await until('the shell', async () => (await pids())[0]);
    await until('all run', async () => (await sessionOf(pid)).length >= 6);
    await terminals.close(screen.id);
    expect(await sessionOf(pid)).toEqual([]);
    expect(terminals.state.value.terminals).toEqual([]);
    await expect(terminals.read(screen.id, 0, 100)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('comes with the end of the engine', async () => {
    const screen = await open();
    const pid = await pidOf(screen);
    screen.type('sleep 1000\r');
    await until('it runs', async () => (await sessionOf(pid)).length === 2);
    await terminals.dispose();
    expect(await sessionOf(pid)).toEqual([]);
  });

  it('ends what a shell left behind when it ends by itself', async () => {
    const screen = await open();
    const pid = await pidOf(screen);
    screen.type('sleep 1000 & disown; exit\r');
    await screen.exit();
    await until('nothing is left', async () => (await sessionOf(pid)).length === 0);
  });

  it('wakes who waits for it', async () => {
    const screen = await open();
    await pidOf(screen);
    screen.stop();
    const { end } = await terminals.read(screen.id, 0, 1);
    const waiting = terminals.read(screen.id, end, 100);
    await terminals.close(screen.id);
    expect((await waiting).next).toBeGreaterThanOrEqual(end);
  });
});

it('no terminal is offered where the host offers none', async () => {
  const off = await Terminals.open({
    folder: join(folder, 'off'),
    allowed: false,
    shellFor: () => Promise.reject(new Error('not to be asked')),
    load: loadNodePty,
    log: silentLog,
  });
  await expect(off.create(connection, null, size)).rejects.toMatchObject({ code: 'TERMINAL_OFF' });
  expect(() => off.write('x', Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'TERMINAL_OFF' }));
});

async function pids(): Promise<number[]> {
  // The shell could print it, but its prompt is busy here: it is our only child with its own session.
  const { execFileSync } = await import('node:child_process');
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,sid='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([pid, parent, session]) => parent === process.pid && pid === session)
    .flatMap(([pid]) => pid ?? []);
}
