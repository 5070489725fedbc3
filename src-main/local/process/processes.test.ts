import { describe, expect, it } from 'vitest';
import { deviceName, parseLocks } from './folder-holder';
import type { ProcessEntry } from './process-entry';
import { isNodeProcess, otherProgram } from './process-entry';
import { systemProcesses } from './system-processes';
import { LinuxProcesses, parseBootTime, parseCommandLine, parseStat } from './processes-linux';
import { parsePs } from './processes-posix';
import { parseCim, parseWindowsCommandLine } from './processes-windows';

describe('/proc', () => {
  const rest =
    '1 100 100 0 -1 4194560 500 0 0 0 5 3 0 0 20 0 9 0 123456 11590904832 9284 18446744073709551615';

  it.each([
    ['S', 'running'],
    ['R', 'running'],
    ['D', 'running'],
    ['T', 'paused'],
    ['t', 'paused'],
    ['Z', 'ended'],
    ['X', 'ended'],
  ])('tells by the letter %s that a process is %s', (letter, state) => {
    expect(parseStat(`4711 (etcd) ${letter} ${rest}`)).toEqual({ state, startTicks: '123456' });
  });

  it('is not misled by a name with parentheses and spaces', () => {
    expect(parseStat(`4711 (a) Z (b) S ${rest}`)).toEqual({ state: 'running', startTicks: '123456' });
  });

  it('has nothing to say when it is cut', () => {
    expect(parseStat('')).toBeNull();
    expect(parseStat('4711 (etcd) S 1 2')).toBeNull();
  });

  it('tells arguments one by one, empty ones and line ends included', () => {
    expect(parseCommandLine('etcd\0--name=n1\0\0--x=a\nb\0')).toEqual(['etcd', '--name=n1', '', '--x=a\nb']);
    expect(parseCommandLine('')).toEqual([]);
  });

  it('is read although the system hides processes of others, and not when it cannot be read itself', async () => {
    const refuse = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    for (const code of ['EACCES', 'EPERM', 'ENOENT', 'ESRCH']) {
      const table = new LinuxProcesses(refuse(code));
      expect([...(await table.look([1])).keys()]).toEqual([]);
    }
    expect(() => new LinuxProcesses(refuse('EMFILE')).look([1])).toThrow('EMFILE');
  });

  it('tells when the system started', () => {
    expect(parseBootTime('cpu 1 2\nbtime 1763917200\nprocesses 5\n')).toBe(1_763_917_200_000);
  });

  it('tells who holds the lock of a file, not who waits for it', () => {
    const text = [
      '1: FLOCK  ADVISORY  WRITE 4711 fe:00:1234567 0 EOF',
      '1: -> FLOCK  ADVISORY  WRITE 4712 fe:00:1234567 0 EOF',
      '2: OFDLCK ADVISORY  WRITE -1 fe:00:1234568 0 EOF',
      '3: POSIX  ADVISORY  READ 99 103:02:42 128 128',
    ].join('\n');
    expect(parseLocks(text)).toEqual([
      { pid: 4711, device: 'fe:00', inode: 1234567 },
      { pid: 99, device: '103:02', inode: 42 },
    ]);
    expect(deviceName(0xfe00)).toBe('fe:00');
    expect(deviceName(0x10302)).toBe('103:02');
  });
});

describe('ps', () => {
  it('tells pid, start, state and command', () => {
    const text = [
      '  501 Mon Nov 23 17:16:50 2026     S    /opt/etcd --name=n1 --data-dir=/Users/a b/n1/data',
      '99999 Tue Nov  3 07:06:05 2026     T+   /opt/etcd --name=n2',
      '  502 Mon Nov 23 17:16:50 2026     Z    (etcd)',
      '',
    ].join('\n');
    expect(parsePs(text)).toEqual([
      expect.objectContaining({
        pid: 501,
        startTime: 'Mon Nov 23 17:16:50 2026',
        startedAt: new Date(2026, 10, 23, 17, 16, 50).toISOString(),
        state: 'running',
        command: { kind: 'line', line: '/opt/etcd --name=n1 --data-dir=/Users/a b/n1/data' },
      }),
      expect.objectContaining({ pid: 99_999, state: 'paused' }),
      expect.objectContaining({ pid: 502, state: 'ended' }),
    ]);
  });
});

describe("Windows' table", () => {
  it('is read whether it has no row, one or several', () => {
    const row = {
      ProcessId: 7,
      ExecutablePath: 'C:\\etcd\\etcd.exe',
      CommandLine: 'C:\\etcd\\etcd.exe --name=n1 "--data-dir=C:\\a b\\n1"',
      Start: '2026-11-23T17:16:50.1234567Z',
    };
    expect(parseCim('')).toEqual([]);
    const [one] = parseCim(JSON.stringify(row));
    expect(one).toMatchObject({
      pid: 7,
      startedAt: '2026-11-23T17:16:50.123Z',
      command: { kind: 'arguments', all: ['C:\\etcd\\etcd.exe', '--name=n1', '--data-dir=C:\\a b\\n1'] },
    });
    expect(parseCim(JSON.stringify([row, { ...row, ProcessId: 8 }])).map(({ pid }) => pid)).toEqual([7, 8]);
  });

  it.each([
    ['a b', ['a', 'b']],
    ['  a\t"b c"  ', ['a', 'b c']],
    ['"a\\\\" b', ['a\\', 'b']],
    ['a\\"b "c\\"d"', ['a"b', 'c"d']],
    ['C:\\x\\y "C:\\p q\\"', ['C:\\x\\y', 'C:\\p q"']],
    ['--x="a b"c ""', ['--x=a bc', '']],
    ['', []],
  ])('cuts the command line %j', (line, all) => {
    expect(parseWindowsCommandLine(line)).toEqual(all);
  });
});

describe('the process of a node', () => {
  const node = {
    name: 'n1',
    dataFolder: '/d/n1/data',
    path: '/usr/bin/etcd',
    executable: '/opt/etcd-3.6/etcd',
    runs: null,
  };
  const entry: ProcessEntry = {
    pid: 1,
    startTime: '1',
    startedAt: '',
    state: 'running',
    executable: '/opt/etcd-3.6/etcd',
    command: { kind: 'arguments', all: ['/usr/bin/etcd', '--name=n1', '--data-dir=/d/n1/data', '--x'] },
  };
  const saying = (...all: string[]): ProcessEntry => ({ ...entry, command: { kind: 'arguments', all } });
  const given = ['--name=n1', '--data-dir=/d/n1/data'];
  const line = (text: string): ProcessEntry => ({
    ...entry,
    executable: null,
    command: { kind: 'line', line: text },
  });

  it.each([
    ['as it was started', entry],
    ['paused', { ...entry, state: 'paused' as const }],
    ['whose binary was deleted', { ...entry, executable: '/opt/etcd-3.6/etcd (deleted)' }],
    ['of which the system hides the file', { ...entry, executable: null }],
    ['in one line', line('/usr/bin/etcd --name=n1 --data-dir=/d/n1/data --x')],
    ['in one line, at its end', line('/usr/bin/etcd --x --name=n1 --data-dir=/d/n1/data')],
  ])('is known %s', (_, each) => {
    expect(isNodeProcess(each, node)).toBe(true);
  });

  it.each([
    ['by its file', entry],
    ['of which the system hides the file', { ...saying('/opt/etcd-3.6/etcd', ...given), executable: null }],
    ['in one line', line('/opt/etcd-3.6/etcd --name=n1 --data-dir=/d/n1/data --x')],
  ])('of a script is known by what it was seen to run, %s', (_, each) => {
    const script = { ...node, path: '/usr/local/bin/etcd', executable: '/usr/local/bin/etcd' };
    const seen = otherProgram(each, script);
    expect(seen).toBe('/opt/etcd-3.6/etcd');
    expect(isNodeProcess(each, script)).toBe(false);
    expect(isNodeProcess(each, { ...script, runs: seen })).toBe(true);
    expect(isNodeProcess({ ...each, executable: '/usr/bin/python3' }, { ...script, runs: seen })).toBe(false);
  });

  it.each([
    ['a zombie', { ...entry, state: 'ended' as const }],
    ['of another program', { ...entry, executable: '/usr/bin/python3' }],
    ['with another name', saying('etcd', '--name=n11', '--data-dir=/d/n1/data')],
    ['with a longer folder', saying('etcd', '--name=n1', '--data-dir=/d/n1/data2')],
    ['with both within one argument', saying('etcd', '--name=n1 --data-dir=/d/n1/data')],
    ['with a longer folder in one line', line('/usr/bin/etcd --name=n1 --data-dir=/d/n1/data2')],
    ['that only mentions it', line('vi /usr/bin/etcd --name=n1 --data-dir=/d/n1/data')],
  ])('is not one %s', (_, each) => {
    expect(isNodeProcess(each, node)).toBe(false);
  });
});

it('the table of this system has this very process, and none that is not there', async () => {
  const found = await systemProcesses().look([process.pid, 2 ** 30]);
  expect([...found.keys()]).toEqual([process.pid]);
  const own = found.get(process.pid);
  expect(own?.state).toBe('running');
  const age = Date.now() - Date.parse(own?.startedAt ?? '');
  expect(Math.abs(age - process.uptime() * 1000)).toBeLessThan(5000);
});
