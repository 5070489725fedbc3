import type { AppInfo } from '@shared/contract/app';

/** What the host around the engine can do. */
export interface HostCapabilities {
  readonly kind: AppInfo['host'];
  /** The app's version. */
  readonly version: string;
  /** Shows a folder in the system's file manager; null where there is none to show it in. */
  readonly openFolder: ((path: string) => Promise<void>) | null;
  /** Lets the user choose a file by the system's dialog; null where there is none. null when none was chosen. */
  readonly pickFile: ((title: string) => Promise<string | null>) | null;
  /** Whether windows may have a terminal. */
  readonly terminal: boolean;
}
