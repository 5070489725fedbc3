import type { Page } from 'playwright-core';
import { DesktopApp } from './desktop-app';
import type { TestHome } from './home';
import { ServedApp } from './served-app';

/** The app as it runs for a user, in one of its hosts, with a window open. */
export interface App {
  readonly host: 'serve' | 'desktop';
  /** The host's process: Node's, or Electron's main process. */
  readonly pid: number;
  /** The first window. */
  readonly page: Page;
  /** Another window on the same engine. */
  newWindow(): Promise<Page>;
  /** Takes the transport between window and engine away, for as long as `meanwhile` takes. */
  interrupt(meanwhile: () => Promise<void>): Promise<void>;
  /** SIGKILL of the host: the crash. Returns when it is gone. */
  kill(): Promise<void>;
  /** Ends it as a user does. Returns its exit code when it is gone, also when it is gone already. */
  close(): Promise<number | null>;
}

/** Which host the tests of this run drive, by QUORATE_E2E_HOST. */
export const e2eHost: App['host'] = process.env['QUORATE_E2E_HOST'] === 'desktop' ? 'desktop' : 'serve';

/** Starts the built app in `home` and waits for its window. It is closed with its home, if not before. */
export async function launch(home: TestHome, env: Readonly<Record<string, string>> = {}): Promise<App> {
  const environment = { ...home.env(), ...env };
  const app: App =
    e2eHost === 'desktop' ? await DesktopApp.launch(environment) : await ServedApp.launch(environment);
  home.closeAtEnd(app);
  return app;
}
