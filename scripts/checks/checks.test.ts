import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../steps/build.mjs';
import { alone } from '../steps/lock.mjs';
import { Leftovers } from './leftovers.mjs';
import { countsOf } from './reporter.mjs';
import { chosen, outcomesOf, summary, type Outcome } from './run.mjs';
import { swept } from './swept.mjs';
import { withCode } from './vitest.mjs';

describe('the steps of npm test', () => {
  const namesOf = (names: string[]) => chosen(names).map(({ name }) => name);
  it('are all of them unless some are named', () => expect(namesOf([]).length).toBeGreaterThan(10));
  it('run in their own order, whatever the order they are named in', () => {
    expect(namesOf(['unit', 'lint'])).toEqual(['lint', 'unit']);
  });
  it('can be named by what they have in common', () => {
    expect(namesOf(['e2e'])).toEqual(['e2e-serve', 'e2e-desktop']);
  });
  it('are listed when one is named that is not there', () => {
    expect(() => chosen(['units'])).toThrow('there is no step "units"');
  });
});

describe('a run of steps', () => {
  const step = (name: string, tests: boolean) => ({ name, tests, run: () => Promise.resolve('') });
  const steps = [step('lint', false), step('types', false), step('format', false), step('unit', true)];

  /** Starts steps that the test ends by hand; `under` are the running ones, in the order they started. */
  function begin(told = () => false) {
    const under = new Map<string, () => void>();
    const run = ({ name }: { name: string }) =>
      new Promise<Outcome>((end) =>
        under.set(name, () => {
          under.delete(name);
          end({ name, result: 'ok', passed: 0, failures: [], ms: 0 });
        }),
      );
    return { under, done: outcomesOf(steps, run, told) };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('has two without tests under way at a time, then those with tests', async () => {
    const { under, done } = begin();
    expect([...under.keys()]).toEqual(['lint', 'types']);
    under.get('types')?.();
    await turn();
    expect([...under.keys()]).toEqual(['lint', 'format']);
    under.get('format')?.();
    await turn();
    expect([...under.keys()]).toEqual(['lint']);
    under.get('lint')?.();
    await turn();
    expect([...under.keys()]).toEqual(['unit']);
    under.get('unit')?.();
    expect((await done).map(({ name }) => name)).toEqual(['lint', 'types', 'format', 'unit']);
  });

  it('begins nothing more once it is told to end', async () => {
    let told = false;
    const { under, done } = begin(() => told);
    told = true;
    for (const end of [...under.values()]) end();
    expect((await done).map(({ name }) => name)).toEqual(['lint', 'types']);
  });
});

describe('the build of a run', () => {
  it('waits for another process that sets up the same clone', async () => {
    const root = mkdtempSync(join(tmpdir(), 'quorate-checks-'));
    mkdirSync(join(root, 'out'));
    writeFileSync(join(root, 'out', '.built-from'), fingerprint(root));
    let built: Promise<unknown> = Promise.resolve();
    const order: string[] = [];
    await alone(root, async () => {
      const [step] = chosen(['build']);
      built = Promise.resolve(step?.run(root, {})).then(() => order.push('built'));
      await new Promise((resolve) => setImmediate(resolve));
      order.push('set up');
    });
    await built;
    expect(order).toEqual(['set up', 'built']);
    rmSync(root, { recursive: true });
  });
});

describe('the counts', () => {
  const error = (message: string) => ({ message, stack: `Error: ${message}\n    at sum.ts:1:1` });
  const test = (fullName: string, state: string, ...messages: string[]) => ({
    fullName,
    result: () => ({ state, errors: messages.map(error) }),
  });
  const suite = (fullName: string, ...messages: string[]) => ({
    fullName,
    errors: () => messages.map(error),
  });
  const file = (parts: {
    tests?: ReturnType<typeof test>[];
    suites?: ReturnType<typeof suite>[];
    why?: string[];
  }) => ({
    relativeModuleId: 'sum.test.ts',
    errors: () => (parts.why ?? []).map(error),
    children: {
      allTests: () => [test('a sum is right', 'passed'), ...(parts.tests ?? [])],
      allSuites: () => parts.suites ?? [],
    },
  });

  it.each([
    ['are of a good run', file({}), []],
    [
      'name a failed test, with why',
      file({ tests: [test('a sum of none', 'failed', 'expected 0')] }),
      ['sum.test.ts: a sum of none (failed)\nError: expected 0\n    at sum.ts:1:1'],
    ],
    [
      'take a skipped test for a failed one',
      file({ tests: [test('a sum of two', 'skipped')] }),
      ['sum.test.ts: a sum of two (skipped)'],
    ],
    [
      'name a file that could not be loaded',
      file({ why: ['no such module'] }),
      ['sum.test.ts\nError: no such module\n    at sum.ts:1:1'],
    ],
    [
      'name a suite that could not be set up',
      file({ suites: [suite('sums', 'no etcd'), suite('others')] }),
      ['sum.test.ts: sums\nError: no etcd\n    at sum.ts:1:1'],
    ],
  ])('%s', (_, given, failures) => {
    expect(countsOf([given], [])).toEqual({ passed: 1, failures });
  });

  it('name an error that came between tests', () => {
    const between = [{ ...error('the channel is shut'), VITEST_TEST_NAME: 'a watch' }];
    expect(countsOf([file({})], between).failures).toEqual([
      'during a watch\nError: the channel is shut\n    at sum.ts:1:1',
    ]);
  });

  it('have a failure when the run ended badly without one, or wrote no counts', () => {
    const good = { passed: 5, failures: [] };
    const bad = { passed: 5, failures: ['a sum'] };
    const ended = (code: number) => [`the tests ended with ${code}, and say no more`];
    expect(withCode(good, 0)).toEqual(good);
    expect(withCode(bad, 1)).toEqual(bad);
    expect(withCode(good, 1)).toEqual({ passed: 5, failures: ended(1) });
    expect(withCode(null, 0)).toEqual({ passed: 0, failures: ended(0) });
  });

  it('stand alone on the last line, below what failed', () => {
    const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
    const outcomes = [
      { name: 'lint', result: 'ok', passed: 0, failures: [], ms: 1500 },
      {
        name: 'unit',
        result: 'failed',
        passed: 12,
        failures: ['sum.test.ts: a sum\nexpected 0', long],
        ms: 500,
      },
    ];
    const lines = summary(outcomes).split('\n').filter(Boolean);
    expect(lines.slice(0, 5)).toEqual([
      'lint             1.5 s  ok',
      'unit             0.5 s  failed, 12 tests',
      'unit: sum.test.ts: a sum',
      '  expected 0',
      'unit: line 0',
    ]);
    expect(lines.slice(-3)).toEqual(['  line 11', '  ...', '12 passed, 2 failed']);
  });
});

// Uses /proc; elsewhere nothing is checked.
const onLinux = process.platform === 'linux' ? describe : () => undefined;

onLinux('what a step leaves behind', () => {
  const quick = { graceMs: 0 };

  it('is nothing when it cleaned up', async () => {
    expect(await new Leftovers(quick).find()).toEqual([]);
  });

  it('is told when it is a process, with the port that it listens on, until that has ended', async () => {
    const leftovers = new Leftovers(quick);
    const server =
      "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
    const child = spawn(process.execPath, ['-e', server], {
      env: { ...process.env, ...leftovers.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const left = await leftovers.find();
    expect(left).toEqual([expect.stringContaining(`process ${child.pid ?? 0} `)]);
    expect(left[0]).toContain(`listening on ${port.toString().trim()}`);
    child.kill();
    await once(child, 'exit');
    expect(await leftovers.find()).toEqual([]);
  });

  it('is told when it is a process that lost its environment and works in the folder', async () => {
    const leftovers = new Leftovers(quick);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', leftovers.folder], {
      env: {},
    });
    await once(child, 'spawn');
    expect(await leftovers.find()).toEqual([expect.stringContaining(`process ${child.pid ?? 0} `)]);
    child.kill();
    await once(child, 'exit');
    expect(await leftovers.find()).toEqual([]);
  });

  it('is ended and deleted when nobody is to look at it, however stubborn', async () => {
    const leftovers = new Leftovers({ graceMs: 500 });
    const stubborn = "process.on('SIGTERM', () => {}); console.log(); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ['-e', stubborn], {
      env: { ...process.env, ...leftovers.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    writeFileSync(join(leftovers.folder, 'data'), '');
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    expect(await leftovers.clear()).toBe(1);
    expect((await ended)[1]).toBe('SIGKILL');
    expect(existsSync(leftovers.folder)).toBe(false);
  });

  it('is cleared away after a command that failed and left a server in a session of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-checks-'));
    const file = join(folder, 'pid');
    const server = "require('net').createServer().listen(0, '127.0.0.1')";
    const bench = `
      const { pid } = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { detached: true, stdio: 'ignore' });
      require('fs').writeFileSync(${JSON.stringify(file)}, process.env.TMPDIR + ' ' + pid);
      process.exit(3);`;
    expect(await swept([process.execPath, '-e', bench], { cwd: folder, env: process.env })).toBe(3);
    const [temporary = '', pid = ''] = readFileSync(file, 'utf8').split(' ');
    expect(commandLine(pid)).toBe('');
    expect(existsSync(temporary)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('is told when it is a file or a folder', async () => {
    const leftovers = new Leftovers(quick);
    const folder = mkdtempSync(join(leftovers.folder, 'quorate-'));
    writeFileSync(join(folder, 'data'), '');
    expect(await leftovers.find()).toEqual([`temporary ${folder}`]);
    rmSync(folder, { recursive: true });
    expect(await leftovers.find()).toEqual([]);
  });
});

/** '' for a process that has ended, even if it is still a zombie. */
function commandLine(pid: string): string {
  return existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
}
