import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { texts } from '../base/texts';

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** Whether pages may open a terminal; anyone with the address then has a shell. */
  readonly terminal: boolean;
  /** Whether to print a line for programs after the one for people. */
  readonly json: boolean;
}

/** What a command line asks for, or why it is wrong. */
export type CommandLine =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly reason: string };

/** Parses the command line. Help wins over everything but an option that does not exist. */
export function parseOptions(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        terminal: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) return wrong(texts.commandLine.notAPort(values.port));
    const host = values.host === 'localhost' ? '127.0.0.1' : values.host;
    if (isIP(host) === 0) return wrong(texts.commandLine.notAnAddress(values.host));
    return { kind: 'serve', options: { port, host, terminal: values.terminal, json: values.json } };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(reason: string): CommandLine {
  return { kind: 'wrong', reason };
}
