import type { AppInfo } from '@shared/contract/app';

/** The system's own secret store, if the host can reach one. Takes and returns text. */
export interface Secrets {
  encrypt(text: string): Promise<string>;
  /** Fails when the store is locked or has lost its key. */
  decrypt(sealed: string): Promise<string>;
}

/** What the host can do for the engine. */
export interface HostCapabilities {
  readonly kind: AppInfo['host'];
  /** The app's version. */
  readonly version: string;
  /** Shows a folder in the system's file manager; null when the host has none. */
  readonly openFolder: ((path: string) => Promise<void>) | null;
  /**
   * Lets the user choose a file in the system's dialog; null when the host has none. Resolves to null when the
   * user cancels.
   */
  readonly pickFile: ((title: string) => Promise<string | null>) | null;
  /** Whether windows may have a terminal. */
  readonly terminal: boolean;
  /** Finds the store; called once. null when no store protects secrets from someone who can read the disk. */
  readonly secrets: () => Promise<Secrets | null>;
}
