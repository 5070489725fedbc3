import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@shared/contract/settings';
import type { OpenDialogOptions } from 'electron';
import { app, BrowserWindow, dialog, nativeTheme, powerMonitor, session, shell } from 'electron';
import { version } from '../../package.json';
import { dataFolderFailure, dataFolderPath, openDataFolder } from '../base/files/data-folder';
import { PRIVATE_FOLDER } from '../base/private';
import { errorText, Failure } from '../base/failure';
import { DisposableStore } from '../base/lifecycle';
import type { Live } from '../base/live';
import { fileLog, type Log } from '../base/log';
import { readSite } from '../base/site';
import { startTrouble } from '../base/start-trouble';
import { logUnexpected } from '../base/unexpected';
import { endOf, startEngine } from '../engine';
import { SettingsStore } from '../settings/settings';
import { guardSession, openExternal } from './guards';
import { setApplicationMenu } from './menu';
import { registerPageScheme, servePage } from './page-protocol';
import { servePorts } from './ports';
import { systemSecrets } from './secrets';
import { Windows } from './windows';

/** Exit code when another host uses the data folder. */
const FOLDER_TAKEN = 3;

const dataFolder = dataFolderPath();
const windowFolder = join(dataFolder, 'window');

/**
 * Moves Electron's own files (caches, local storage) and its single-instance lock into the data folder, so that
 * each data folder has its own.
 */
function claimInstance(): boolean {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: PRIVATE_FOLDER });
    mkdirSync(windowFolder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (error) {
    throw dataFolderFailure(error, dataFolder);
  }
  app.setPath('userData', windowFolder);
  app.setPath('sessionData', windowFolder);
  return app.requestSingleInstanceLock();
}

async function start(): Promise<void> {
  const store = new DisposableStore();
  const ending = endBeforeQuit(store);
  await app.whenReady();
  const folder = store.add(await openDataFolder(dataFolder, 'desktop'));
  const log = fileLog(join(folder.path, 'log', 'engine.log'));
  logUnexpected(log);
  servePage(await readSite(join(__dirname, '..', 'renderer')), log);
  guardSession(session.defaultSession);
  const settings = new SettingsStore(folder.path, log);
  followTheme(settings.state, store);
  // The window loads while the engine starts; the window's first calls wait for the engine.
  const starting = startEngine({ dataFolder: folder.path, settings, host: capabilities(), log });
  store.add(endOf(starting));
  store.add(
    servePorts(
      starting.then(({ router }) => router),
      log,
    ),
  );
  openWindows(log, ending);
  await starting;
}

function openWindows(log: Log, { insisted }: Ending): void {
  const preload = join(__dirname, '..', 'preload', 'preload.js');
  const windows = new Windows({ folder: windowFolder, preload, log, insist: insisted });
  setApplicationMenu({
    newWindow: () => windows.open(),
    openDataFolder: () => void shell.openPath(dataFolder),
    openDocumentation: () => openExternal('https://etcd.io/docs/', log),
  });
  app.on('second-instance', () => windows.focus());
  app.on('activate', () => windows.focus());
  windows.open();
}

function capabilities() {
  const openFolder = async (path: string) => {
    const problem = await shell.openPath(path);
    if (problem) throw new Failure('NOT_PERMITTED', { path, action: 'open' });
  };
  const pickFile = async (title: string) => {
    const options: OpenDialogOptions = { title, properties: ['openFile', 'showHiddenFiles'] };
    const asking = BrowserWindow.getFocusedWindow();
    const { filePaths } = await (asking
      ? dialog.showOpenDialog(asking, options)
      : dialog.showOpenDialog(options));
    return filePaths[0] ?? null;
  };
  return { kind: 'desktop', version, openFolder, pickFile, terminal: true, secrets: systemSecrets } as const;
}

/** Makes native parts (menus, dialogs, title bars) follow the theme of the settings. */
function followTheme(settings: Live<Settings>, store: DisposableStore): void {
  const apply = () => (nativeTheme.themeSource = settings.value.theme);
  store.add(settings.onChange(apply));
  apply();
}

interface Ending {
  /** Whether the app must end whatever a window would lose: a signal or the system ends it. */
  readonly insisted: () => boolean;
}

/**
 * Disposes of everything before the app quits, however it is told to quit; above all of the clusters that are not
 * set to keep running. Windows are closed before that, because one with unsaved edits may stay, and the app with it.
 */
function endBeforeQuit(store: DisposableStore): Ending {
  let ended = false;
  let insisted = false;
  let quitting = false;
  const insist = () => {
    insisted = true;
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    if (store.disposed) return;
    const windows = BrowserWindow.getAllWindows();
    if (windows.length > 0 && !insisted) {
      quitting = true;
      for (const window of windows) window.close();
      return;
    }
    void store
      .dispose()
      .catch((error: unknown) => process.stderr.write(`${errorText(error)}\n`))
      .then(() => {
        ended = true;
        app.quit();
      });
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' || quitting) app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, insist);
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', insist);
  });
  return { insisted: () => insisted };
}

function giveUp(error: unknown): void {
  const text = startTrouble(error);
  process.stderr.write(`${text}\n`);
  dialog.showErrorBox('Quorate', text);
  app.exit(error instanceof Failure && error.code === 'DATA_FOLDER_LOCKED' ? FOLDER_TAKEN : 1);
}

async function main(): Promise<void> {
  try {
    // The first instance is told about this one and comes to the front.
    if (claimInstance()) await start();
    else app.quit();
  } catch (error) {
    await app.whenReady();
    giveUp(error);
  }
}

registerPageScheme();
void main();
