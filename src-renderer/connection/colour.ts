import { colourNumber } from '@shared/connection-colour';
import { connectionColours, type ConnectionColour } from '@shared/contract/connections';

/** The CSS colour of a connection's mark; follows the theme. */
export function colourOf(name: ConnectionColour): string {
  return `var(--connection-${connectionColours.indexOf(name)})`;
}

/** The CSS colour of a connection that nobody gave one, such as a local cluster: see `colourNumber`. */
export function connectionColour(id: string): string {
  return `var(--connection-${colourNumber(id)})`;
}

/** The colour for a new connection: the first of those that the fewest marks have; `used` are their CSS colours. */
export function leastUsedColour(used: readonly string[]): ConnectionColour {
  const uses = (name: ConnectionColour) => used.filter((each) => each === colourOf(name)).length;
  return connectionColours.reduce((least, name) => (uses(name) < uses(least) ? name : least));
}
