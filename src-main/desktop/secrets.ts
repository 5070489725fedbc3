import { safeStorage } from 'electron';
import type { Secrets } from '../base/host';

/** The interface of Electron before 36, which blocks the main thread while it waits for the system's store. */
interface WaitingStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

/**
 * A store that does not answer within this time, for example because it waits for a password, counts as missing.
 * Milliseconds.
 */
const ASK_MS = 3000;

/**
 * The system's own secret store: Keychain, Credential Manager, or the desktop's keyring. null when there is none,
 * or only one that does not protect secrets.
 */
export async function systemSecrets(): Promise<Secrets | null> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  if (!('encryptStringAsync' in safeStorage)) return waitingSecrets(safeStorage);
  return (await isAvailable()) ? asyncSecrets : null;
}

const asyncSecrets: Secrets = {
  encrypt: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
  decrypt: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
};

function waitingSecrets(storage: WaitingStorage): Secrets | null {
  if (!storage.isEncryptionAvailable()) return null;
  return {
    encrypt: (text) => Promise.resolve(storage.encryptString(text).toString('base64')),
    decrypt: (sealed) =>
      Promise.resolve(Buffer.from(sealed, 'base64')).then((bytes) => storage.decryptString(bytes)),
  };
}

async function isAvailable(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ASK_MS);
  });
  const asked = safeStorage.isAsyncEncryptionAvailable().catch(() => false);
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
