import { flagName } from '../record/tuning';
import { GATEWAY, identityArguments } from './plan';

/** A process as the system's table shows it. */
export interface ProcessEntry {
  readonly pid: number;
  /** Together with the pid it identifies a process forever: a pid is reused, its start time is not. */
  readonly startTime: string;
  /** The start time in ISO 8601, for people. */
  readonly startedAt: string;
  /** `ended` is a zombie: only its entry is left. */
  readonly state: 'running' | 'paused' | 'ended';
  /** The file it runs, if the system says; see `isNodeProcess`. */
  readonly executable: string | null;
  readonly command: Command;
}

/** Some systems list the arguments one by one, some only as one line. */
export type Command =
  | { readonly kind: 'arguments'; readonly all: readonly string[] }
  | { readonly kind: 'line'; readonly line: string };

/** What identifies a node's process. */
export interface NodeIdentity {
  readonly name: string;
  readonly dataFolder: string;
  /** The path of the binary as it was started, and the file it resolved to. */
  readonly path: string;
  readonly executable: string;
  /** The program seen running when the binary is a script; null for a binary that is a program. */
  readonly runs: string | null;
}

/**
 * Whether the entry is the living process of that node. It must run the recorded binary (which an upgrade may have
 * deleted since) or the program seen in its place, with exactly the node's name and data folder among its
 * arguments.
 */
export function isNodeProcess(entry: ProcessEntry, node: NodeIdentity): boolean {
  return (
    entry.state !== 'ended' &&
    runsBinary(entry, node) &&
    identityArguments(node.name, node.dataFolder).every((argument) => hasArgument(entry.command, argument))
  );
}

/** Whether one of the arguments equals `argument`. */
export function hasArgument(command: Command, argument: string): boolean {
  return command.kind === 'arguments'
    ? command.all.includes(argument)
    : ` ${command.line} `.includes(` ${argument} `);
}

/** Whether the process was started in a way that lets every web page in, and nobody asked for it. */
export function letsPagesIn(command: Command): boolean {
  return command.kind === 'arguments'
    ? !command.all.some((argument) => flagName(argument) === GATEWAY)
    : !new RegExp(` --?${GATEWAY}[= ]`).test(`${command.line} `);
}

/** The entry's program when it is neither the node's binary nor the file that it resolved to; else null. */
export function otherProgram({ executable, command }: ProcessEntry, node: NodeIdentity): string | null {
  const program = executable === null ? firstWord(command, node) : executable.replace(/ \(deleted\)$/, '');
  return program === node.executable || program === node.path ? null : program;
}

function runsBinary(entry: ProcessEntry, node: NodeIdentity): boolean {
  const other = otherProgram(entry, node);
  return other === null || other === node.runs;
}

/** The command itself; where the system gives only one line, everything before our arguments. */
function firstWord(command: Command, { name, dataFolder, path }: NodeIdentity): string {
  if (command.kind === 'arguments') return command.all[0] ?? '';
  if (command.line.startsWith(`${path} `)) return path;
  const [end = 0] = identityArguments(name, dataFolder).map((argument) =>
    command.line.indexOf(` ${argument}`),
  );
  return command.line.slice(0, Math.max(end, 0));
}
