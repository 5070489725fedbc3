/** How many colours `--connection-N` of tokens.css there are. */
const COLOURS = 8;

/** A colour that stays with a connection: from its id (FNV-1a), so that no one has to choose or keep it. */
export function connectionColour(id: string): string {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return `var(--connection-${(hash >>> 0) % COLOURS})`;
}
