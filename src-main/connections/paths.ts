import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionDraft } from '@shared/contract/connections';

/** The draft with full paths where the user typed `~/`, which only shells know. */
export function withFullPaths(draft: ConnectionDraft, home: string = homedir()): ConnectionDraft {
  const full = (path: string | null) =>
    path !== null && /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
  const { ca, certificate, key } = draft.tls;
  return { ...draft, tls: { ...draft.tls, ca: full(ca), certificate: full(certificate), key: full(key) } };
}
