import type { AppInfo } from '@shared/contract/app';

/** What the host around the engine can do. */
export interface HostCapabilities {
  readonly kind: AppInfo['host'];
  /** The app's version. */
  readonly version: string;
  /** Shows a folder in the system's file manager; null where there is none to show it in. */
  readonly openFolder: ((path: string) => Promise<void>) | null;
  /** Whether windows may have a terminal. */
  readonly terminal: boolean;
}
