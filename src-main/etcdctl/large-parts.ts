import type { EtcdctlCommand } from '../base/recorder';

/** A longer part is not kept, or a few large values would push all other commands out of the log. Bytes, or characters. */
const KEPT_WHOLE = 64 * 1024;
/** How much is kept of a part that is longer. */
const KEPT_START = 1000;

/** The command with only the start of each part that is too large for the log; then it cannot be run any more. */
export function withoutLargeParts(command: EtcdctlCommand): EtcdctlCommand {
  const { args, stdin } = command;
  const isLarge = (part: string | Uint8Array) => part.length > KEPT_WHOLE;
  if (![...(args ?? []), stdin ?? ''].some(isLarge)) return command;
  return {
    ...command,
    ...(args && { args: args.map((arg) => (isLarge(arg) ? startOf(arg) : arg)) }),
    ...(stdin !== undefined && { stdin: isLarge(stdin) ? startOf(stdin) : stdin }),
    hindrance: command.hindrance ?? 'cut',
  };
}

function startOf(part: string | Uint8Array): string | Uint8Array {
  if (typeof part === 'string') return part.slice(0, KEPT_START);
  let end = KEPT_START;
  // Not within a character of UTF-8. Bytes that are no text end after at most three more.
  while (end > KEPT_START - 3 && ((part[end] ?? 0) & 0xc0) === 0x80) end--;
  return part.slice(0, end);
}
