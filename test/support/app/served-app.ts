import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { chromium as installedChromium } from '../../../scripts/steps/browser.mjs';
import type { App } from './app';
import { until } from '../until';

/** The size of a window on a small laptop. */
export const WINDOW = { width: 1280, height: 800 };

/** A button that does not appear within this time is missing. */
export const ACTION_LIMIT_MS = 15_000;

/** A host ends its clusters within 5 s; one that still runs after this time hangs. */
const END_LIMIT_MS = 30_000;

/** The headless host, without a window. */
export interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  /** Its exit code once it has ended; null for a signal. */
  readonly ended: Promise<number | null>;
  /** Its output so far. */
  readonly output: () => string;
}

/** Starts the headless host and waits until it has printed its address. */
export async function startServer(
  env: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<Server> {
  const child = spawn(process.execPath, [resolve('out/main/serve.js'), ...options], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((end) => child.once('close', (code) => end(code)));
  let [output, printed] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    printed += chunk.toString();
  });
  // What it says of another host that runs stands here.
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const outcome = await until(
    () => `the headless host prints its address; it printed:\n${output}`,
    () => {
      const url = /(http:\/\/127\.0\.0\.1:\d+\/\S*\?token=\S+)\s/.exec(printed)?.[1];
      if (url !== undefined) return { url };
      return child.exitCode === null ? null : { code: child.exitCode };
    },
  );
  if ('code' in outcome)
    throw new Error(`The headless host ended with ${outcome.code ?? 'a signal'}:\n${output}`);
  const { url } = outcome;
  return { child, pid: child.pid ?? 0, url, ended, output: () => output };
}

/** The headless host with a real Chromium. */
export class ServedApp implements App {
  readonly host = 'serve';

  private constructor(
    readonly server: Server,
    readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async launch(env: Readonly<Record<string, string>>): Promise<ServedApp> {
    // With a terminal, like the desktop.
    const server = await startServer(env, ['--terminal']);
    try {
      const browser = await openBrowser();
      return new ServedApp(server, browser, await openPage(browser, server.url));
    } catch (error) {
      server.child.kill('SIGKILL');
      await server.ended;
      throw error;
    }
  }

  get pid(): number {
    return this.server.pid;
  }

  newWindow(): Promise<Page> {
    return openPage(this.browser, this.server.url);
  }

  /** The network goes away, as when the machine sleeps. */
  async interrupt(meanwhile: () => Promise<void>): Promise<void> {
    const context = this.page.context();
    await context.setOffline(true);
    await meanwhile();
    await context.setOffline(false);
  }

  async kill(): Promise<void> {
    this.server.child.kill('SIGKILL');
    await this.server.ended;
    await this.browser.close();
  }

  async close(): Promise<number | null> {
    this.server.child.kill('SIGTERM');
    const code = await untilEnded(this.server.child, this.server.output);
    await this.browser.close();
    return code;
  }
}

/** Its exit code; null for a signal. Kills a process that hangs, and fails the test with its output. */
export async function untilEnded(child: ChildProcess, output: () => string): Promise<number | null> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  try {
    await until(() => `process ${child.pid} ends; it wrote:\n${output()}`, hasEnded, {
      deadlineMs: END_LIMIT_MS,
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child.exitCode;
}

/** A Chromium with its own profile, without a display. */
export function openBrowser(): Promise<Browser> {
  const executablePath = installedChromium();
  if (executablePath === null) throw new Error('No Chromium on this machine: install one');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [...sandbox, '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: WINDOW });
  const page = await context.newPage();
  page.setDefaultTimeout(ACTION_LIMIT_MS);
  await page.goto(url);
  // The page of the address with the token gives way to the window.
  await page.waitForURL(({ search }) => search === '');
  return page;
}
