import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PemPart } from '@shared/contract/connections';
import { writeAtomically } from '../base/files/atomic-file';

/**
 * The PEM files that a window handed in. A page does not learn where a dropped file is, so a copy is kept, readable by
 * the user only.
 */
export class PemFiles {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'certificates');
  }

  /** Keeps `text` and returns the path; the same text under the same name has the same path. Blocks the event loop. */
  keep(name: string, text: string): string {
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const path = join(this.#folder, `${digest}-${plainName(name)}`);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeAtomically(path, text);
    return path;
  }

  /** Removes the copies that no connection uses. */
  prune(used: ReadonlySet<string>): void {
    for (const path of this.#all()) if (!used.has(path)) rmSync(path, { force: true });
  }

  #all(): readonly string[] {
    try {
      return readdirSync(this.#folder).map((name) => join(this.#folder, name));
    } catch {
      // Nothing was kept yet.
      return [];
    }
  }
}

/** The name as part of a path on any system. */
function plainName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[^\w.-]+/g, '_');
  return plain.slice(-80) || 'file.pem';
}

/**
 * What a PEM text is for, by its content: a certificate that may sign others, or that signed itself, is a CA's; a
 * certificate with its key is ours. Empty when it holds neither certificate nor key.
 */
export function partsOf(text: string): PemPart[] {
  const hasKey = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/.test(text);
  const certificate = certificateIn(text);
  if (!certificate) return hasKey ? ['key'] : [];
  if (hasKey) return ['certificate', 'key'];
  return certificate.ca || certificate.checkIssued(certificate) ? ['ca'] : ['certificate'];
}

/** The first certificate; null when there is none that can be read. */
function certificateIn(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}
