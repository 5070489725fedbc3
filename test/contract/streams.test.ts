import type { AppInfo } from '@shared/contract/app';
import type { LogRow } from '@shared/contract/logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src-main/base/failure';
import { toDisposable } from '../../src-main/base/lifecycle';
import type { ListSource } from '../../src-main/base/list';
import { type Live, LiveValue } from '../../src-main/base/live';
import type { Log } from '../../src-main/base/log';
import { implementer } from '../../src-main/rpc/implementer';
import { MOST_STREAMS } from '../../src-main/rpc/open-streams';
import { ListViews, serveLive } from '../../src-main/rpc/streams';
import { defaultSettings } from '../../src-main/settings/settings';
import { until } from '../support/until';
import { type Link, type Served, transports } from './transports';

/** The settings as a window receives them. */
const told = { ...defaultSettings, problem: null };

/** A router of the real contract whose states and lists the test controls. */
function testEngine() {
  const logged: string[] = [];
  const note = (message: string, fields?: object) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: note, warn: note, error: note };
  const theme = new LiveValue(told);
  let listeners = 0;
  const counted: Live<typeof told> = {
    get value() {
      return theme.value;
    },
    onChange(listener) {
      const inner = theme.onChange(listener);
      listeners++;
      return toDisposable(() => {
        listeners--;
        return inner.dispose();
      });
    },
  };
  const views = new ListViews<LogRow>();
  const list = testList();
  const os = implementer(log);
  const info: AppInfo = {
    host: 'serve',
    version: '1.2.3',
    platform: 'linux',
    dataFolder: '/tmp/\u{1F600} "quoted"',
    canOpenFolders: false,
    canPickFiles: false,
    terminal: false,
    engine: 'e1',
  };
  const router = {
    app: {
      hello: os.app.hello.handler(() => info),
      pickFile: os.app.pickFile.handler(() => ({ path: null })),
    },
    settings: {
      watch: os.settings.watch.handler(({ signal }) => serveLive(counted, signal)),
      update: os.settings.update.handler(({ input }) => {
        if (input.theme === 'dark')
          throw new Failure('DISK_FULL', { path: '/full' }, { cause: new Error('no space') });
        if (input.theme === 'light') throw new Error('a bug of ours');
        // A value that the schema refuses: the engine must notice that it broke its own contract.
        return { ...defaultSettings, refreshMs: 1 };
      }),
    },
    logs: {
      open: os.logs.open.handler(({ input, signal }) => {
        if (input.cluster === 'gone') throw new Failure('NOT_FOUND', { what: 'cluster', name: 'gone' });
        return views.open(list.source, signal);
      }),
      rows: os.logs.rows.handler(({ input }) => views.rows(input)),
    },
  };
  return { router, info, theme, list, views, logged, listeners: () => listeners };
}

function testList() {
  const rows: LogRow[] = [];
  const change = new LiveValue(0);
  let disposed = 0;
  const source: ListSource<LogRow> = {
    get length() {
      return rows.length;
    },
    get version() {
      return change.value;
    },
    dropped: 0,
    rows: (from, to) => rows.slice(from, to),
    onChange: (listener) => change.onChange(listener),
    dispose: () => {
      disposed++;
    },
  };
  const add = (count: number) => {
    for (let index = 0; index < count; index++) {
      const seq = rows.length;
      rows.push({
        seq,
        node: 'n1',
        at: null,
        level: 'info',
        message: `line ${seq}`,
        fields: [],
        caller: null,
      });
    }
    change.value++;
  };
  return { source, add, disposed: () => disposed };
}

/** The thrown error, as the client sees it. */
async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

describe.each(transports)('over %s', (_name, serve) => {
  let engine: ReturnType<typeof testEngine>;
  let served: Served;
  let link: Link;
  beforeEach(async () => {
    engine = testEngine();
    served = await serve(engine.router);
    link = await served.connect();
  });
  afterEach(() => served.dispose());

  const query = { cluster: 'c', node: null, minLevel: 'debug', search: '' } as const;

  it('an answer arrives as it was given', async () => {
    expect(await link.client.app.hello()).toEqual(engine.info);
  });

  it('a hundred calls at once each get their own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => link.client.app.hello()));
    expect(answers).toEqual(Array.from({ length: 100 }, () => engine.info));
  });

  it('an expected failure arrives with its code and data, and what lies behind it is logged', async () => {
    expect(await thrown(link.client.settings.update({ theme: 'dark' }))).toMatchObject({
      code: 'DISK_FULL',
      data: { path: '/full' },
      defined: true,
    });
    const fields = { procedure: 'settings.update', code: 'DISK_FULL', cause: 'no space' };
    expect(engine.logged).toEqual([`a call failed ${JSON.stringify(fields)}`]);
  });

  it('input that is refused names its field', async () => {
    const wrong = { refreshMs: 'soon' } as unknown as { refreshMs: number };
    expect(await thrown(link.client.settings.update(wrong))).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'refreshMs', reason: { kind: 'other-type', expected: 'number', received: '"soon"' } },
      defined: true,
    });
    expect(engine.logged.join()).toMatch(/BAD_INPUT.*refreshMs/);
    expect(engine.logged.join()).not.toContain('soon');
  });

  it('a bug arrives with its detail, and is logged with where it happened', async () => {
    expect(await thrown(link.client.settings.update({ theme: 'light' }))).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'a bug of ours',
      data: { procedure: 'settings.update' },
    });
    expect(engine.logged.join()).toContain('streams.test.ts');
  });

  it('an answer that breaks the contract is a bug that says where', async () => {
    expect(await thrown(link.client.settings.update({}))).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: expect.stringContaining('refreshMs') as unknown,
    });
  });

  it('so is one in a stream, which it ends', async () => {
    const stream = await link.client.settings.watch({});
    await stream.next();
    engine.theme.value = { ...told, refreshMs: 1 };
    expect(await thrown(stream.next())).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: expect.stringContaining('refreshMs') as unknown,
      data: { procedure: 'settings.watch' },
    });
    expect(engine.logged.join()).toContain('settings.watch');
    await until('nobody listens any more', () => engine.listeners() === 0);
  });

  it('so many streams at once are refused, until some of them have ended', { timeout: 60_000 }, async () => {
    const abort = new AbortController();
    const open = async (signal = abort.signal) => {
      const stream = await link.client.settings.watch({}, { signal });
      await stream.next();
      return stream;
    };
    const [first] = await Promise.all(Array.from({ length: MOST_STREAMS }, () => open()));
    const refused = { code: 'TOO_MANY_STREAMS', data: { limit: MOST_STREAMS }, defined: true };
    expect(await thrown(open())).toMatchObject(refused);
    expect(await thrown(link.client.logs.open(query, { signal: abort.signal }))).toMatchObject(refused);
    expect(engine.listeners()).toBe(MOST_STREAMS);
    // Calls are none, and another window has its own.
    expect(await link.client.app.hello()).toEqual(engine.info);
    await (await (await served.connect()).client.settings.watch({}, { signal: abort.signal })).next();
    await first?.return();
    await until('the first has ended', () => engine.listeners() === MOST_STREAMS);
    await open();
    expect(await thrown(open())).toMatchObject(refused);
    // One that fails to open counts no longer.
    abort.abort();
    await until('all have ended', () => engine.listeners() === 0);
    for (let n = 0; n < MOST_STREAMS; n++)
      expect(await thrown(link.client.logs.open({ ...query, cluster: 'gone' }))).toMatchObject({
        code: 'NOT_FOUND',
      });
    await open(new AbortController().signal);
  });

  it('a live state is given at once, then as it changes, and its end is heard', async () => {
    const abort = new AbortController();
    const stream = await link.client.settings.watch({}, { signal: abort.signal });
    expect((await stream.next()).value).toEqual(told);
    engine.theme.value = { ...told, theme: 'dark' };
    expect((await stream.next()).value).toMatchObject({ theme: 'dark' });
    expect(engine.listeners()).toBe(1);
    abort.abort();
    await until('nobody listens any more', () => engine.listeners() === 0);
  });

  it('a loop that is left lets go of the state', async () => {
    for await (const settings of await link.client.settings.watch({})) {
      expect(settings).toEqual(told);
      break;
    }
    await until('nobody listens any more', () => engine.listeners() === 0);
  });

  it('a dropped transport ends its streams and closes its lists, and those of others live on', async () => {
    const other = await served.connect();
    const kept = await other.client.settings.watch({});
    await kept.next();
    const stream = await link.client.settings.watch({});
    const list = await link.client.logs.open(query);
    await Promise.all([stream.next(), list.next()]);
    expect([engine.listeners(), engine.views.size]).toEqual([2, 1]);
    link.drop();
    await until('the streams end', () => engine.listeners() === 1 && engine.views.size === 0);
    expect(engine.list.disposed()).toBe(1);
    engine.theme.value = { ...told, theme: 'light' };
    expect((await kept.next()).value).toMatchObject({ theme: 'light' });
    await kept.return();
  });

  it('a list tells its length, gives its rows clipped, and is closed with its stream', async () => {
    engine.list.add(3);
    const abort = new AbortController();
    const list = await link.client.logs.open(query, { signal: abort.signal });
    const first = await list.next();
    expect(first.value).toMatchObject({ length: 3, version: 1, dropped: 0 });
    const view = first.done === true ? '' : first.value.view;
    const { rows, ...rest } = await link.client.logs.rows({ view, from: 1, to: 99 });
    expect(rows.map((row) => row.message)).toEqual(['line 1', 'line 2']);
    expect(rest).toEqual({ from: 1, version: 1, dropped: 0 });
    engine.list.add(2000);
    expect((await list.next()).value).toMatchObject({ view, length: 2003, version: 2 });
    expect((await link.client.logs.rows({ view, from: 0, to: 2003 })).rows).toHaveLength(500);
    abort.abort();
    await until('the list is closed', () => engine.list.disposed() === 1);
    expect(await thrown(link.client.logs.rows({ view, from: 0, to: 1 }))).toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'list', name: view },
    });
  });

  it('a list that cannot be opened says why', async () => {
    const open = link.client.logs.open({ ...query, cluster: 'gone' });
    expect(await thrown(open)).toMatchObject({ code: 'NOT_FOUND', data: { what: 'cluster', name: 'gone' } });
    expect(engine.views.size).toBe(0);
  });

  it('rows with a negative index are refused by their field', async () => {
    expect(await thrown(link.client.logs.rows({ view: '', from: -1, to: 1 }))).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'from' },
    });
  });
});
