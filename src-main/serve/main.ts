import { join } from 'node:path';
import { version } from '../../package.json';
import { dataFolderPath, openDataFolder } from '../base/files/data-folder';
import { errorText, Failure, systemErrorCode } from '../base/failure';
import { DisposableStore } from '../base/lifecycle';
import { fileLog } from '../base/log';
import { readSite } from '../base/site';
import { startTrouble } from '../base/start-trouble';
import { texts } from '../base/texts';
import { logUnexpected } from '../base/unexpected';
import { endOf, type Engine, startEngine } from '../engine';
import { SettingsStore } from '../settings/settings';
import { parseOptions, type ServeOptions } from './options';
import { startServer } from './server';

/** Exit codes: 2 for a wrong command line, 3 when another host uses the data folder, 1 for anything else. */
const WRONG_USAGE = 2;
const FOLDER_TAKEN = 3;

async function serve(options: ServeOptions): Promise<void> {
  const store = new DisposableStore();
  let engine: Engine | null = null;
  endOnSignals(store, () => {
    if (engine) say(texts.commandLine.stopping(engine.running()));
  });
  try {
    const folder = store.add(await openDataFolder(dataFolderPath(), 'serve'));
    const log = fileLog(join(folder.path, 'log', 'engine.log'));
    logUnexpected(log);
    const site = await readSite(join(__dirname, '..', 'renderer'));
    const { terminal } = options;
    const secrets = () => Promise.resolve(null);
    const host = { kind: 'serve', version, openFolder: null, pickFile: null, terminal, secrets } as const;
    const settings = new SettingsStore(folder.path, log);
    const starting = startEngine({ dataFolder: folder.path, settings, host, log });
    store.add(endOf(starting));
    engine = await starting;
    const { router } = engine;
    // Disposed of before the engine, so that a closing engine gets no more requests.
    const server = store.add(await startServer({ ...options, router, site, log }));
    if (store.disposed) return;
    await folder.tellAddress(server.url);
    say(texts.commandLine.at(server.url));
    if (options.json) {
      say(JSON.stringify({ url: server.url, port: server.port, pid: process.pid, dataFolder: folder.path }));
    }
  } catch (error) {
    await store.dispose().catch(() => undefined);
    fail(explain(error, options), isLocked(error) ? FOLDER_TAKEN : 1);
  }
}

/** What a shell reports of a program that a signal ended. SIGHUP comes when the terminal is closed. */
const endCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The first of these signals ends cleanly, and `stopping` says so; a second one ends at once. */
function endOnSignals(store: DisposableStore, stopping: () => void): void {
  let ending = false;
  const end = (signal: keyof typeof endCodes) => {
    if (ending) process.exit(endCodes[signal]);
    ending = true;
    stopping();
    store.dispose().then(
      () => process.exit(0),
      (error: unknown) => fail(errorText(error), 1),
    );
  };
  process.on('SIGHUP', end);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function isLocked(error: unknown): boolean {
  return error instanceof Failure && error.code === 'DATA_FOLDER_LOCKED';
}

function explain(error: unknown, options: ServeOptions): string {
  const code = systemErrorCode(error);
  if (code === 'EADDRINUSE') return texts.start.portTaken(options.port);
  if (code === 'EADDRNOTAVAIL') return texts.start.addressElsewhere(options.host);
  return startTrouble(error);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

const asked = parseOptions(process.argv.slice(2));
if (asked.kind === 'help') say(texts.commandLine.usage);
else if (asked.kind === 'wrong') fail(`${asked.reason}\n\n${texts.commandLine.usage}`, WRONG_USAGE);
else void serve(asked.options);
