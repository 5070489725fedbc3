import { connectionColours, type ConnectionColour } from '@shared/contract/connections';

/** The CSS colour of a connection's mark; follows the theme. */
export function colourOf(name: ConnectionColour): string {
  return `var(--connection-${connectionColours.indexOf(name)})`;
}
