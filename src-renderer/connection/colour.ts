import { connectionColours, type ConnectionColour } from '@shared/contract/connections';

/** The CSS colour of a connection's mark; follows the theme. */
export function colourOf(name: ConnectionColour): string {
  return `var(--connection-${connectionColours.indexOf(name)})`;
}

/** Number of `--connection-N` colours in tokens.css. */
const COLOURS = 8;

/** A fixed colour per connection, derived from its id (FNV-1a), so nobody has to choose or save it. */
export function connectionColour(id: string): string {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return `var(--connection-${(hash >>> 0) % COLOURS})`;
}
