import type { AppInfo } from '@shared/contract/app';

/** The system's own store of secrets, as far as a host can reach one. Texts in, texts out. */
export interface Secrets {
  encrypt(text: string): Promise<string>;
  /** Fails when the store has lost its key, or is locked. */
  decrypt(sealed: string): Promise<string>;
}

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
  /** Looks for the store, asked once; null where there is none that keeps a secret from whoever reads the disk. */
  readonly secrets: () => Promise<Secrets | null>;
}
