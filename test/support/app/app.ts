import type { Page } from 'playwright-core';
import { DesktopApp } from './desktop-app';
import type { TestHome } from './home';
import { ServedApp } from './served-app';

/** The app as a user runs it, in one of its hosts, with a window open. */
export interface App {
  readonly host: 'serve' | 'desktop';
  /** The host's process: Node's, or Electron's main process. */
  readonly pid: number;
  /** The first window. */
  readonly page: Page;
  /** Another window on the same engine. */
  newWindow(): Promise<Page>;
  /** Interrupts the transport between window and engine until `meanwhile` is done. */
  interrupt(meanwhile: () => Promise<void>): Promise<void>;
  /** Kills the host with SIGKILL, like a crash. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends the app as a user does. Resolves to its exit code when it is gone, also if it already was. */
  close(): Promise<number | null>;
}

/** The host that this test run drives, set by QUORATE_E2E_HOST. */
export const e2eHost: App['host'] = process.env['QUORATE_E2E_HOST'] === 'desktop' ? 'desktop' : 'serve';

/** Starts the built app in `home` and waits for its window. It is closed with its home at the latest. */
export async function launch(home: TestHome, env: Readonly<Record<string, string>> = {}): Promise<App> {
  const environment = { ...home.env(), ...env };
  const app: App =
    e2eHost === 'desktop' ? await DesktopApp.launch(environment) : await ServedApp.launch(environment);
  home.closeAtEnd(app);
  return app;
}
