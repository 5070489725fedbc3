import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** Whether pages may open a terminal; anyone with the address then has a shell. */
  readonly terminal: boolean;
  /** Whether to print a line for programs after the one for people. */
  readonly json: boolean;
}

export const usage = `Usage: serve [--port N] [--host ADDRESS] [--terminal] [--json]

  --port N         listen on this port; any free one unless told
  --host ADDRESS   listen on this IP address; 127.0.0.1 unless told. Beyond loopback the connection is not
                   encrypted: only on a network you trust
  --terminal       offer the terminal: whoever has the address has a shell
  --json           also print the address as a line of JSON`;

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
    if (!(port <= 65_535)) return `--port ${values.port} is not a port`;
    const host = values.host === 'localhost' ? '127.0.0.1' : values.host;
    if (isIP(host) === 0) return `--host ${values.host} is not an IP address`;
    return { port, host, terminal: values.terminal, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
