/** How many of the connections' colours are for those that nobody gave a colour. */
const COLOURS = 8;

/**
 * A fixed colour per connection, as its number in `connectionColours`, derived from its id (FNV-1a), so nobody has to
 * choose or save it.
 */
export function colourNumber(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % COLOURS;
}
