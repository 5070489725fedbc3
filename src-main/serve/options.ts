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

/** Parses the command line; a text explains what is wrong with it. */
export function parseOptions(args: readonly string[]): ServeOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        terminal: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) return texts.commandLine.notAPort(values.port);
    const host = values.host === 'localhost' ? '127.0.0.1' : values.host;
    if (isIP(host) === 0) return texts.commandLine.notAnAddress(values.host);
    return { port, host, terminal: values.terminal, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
