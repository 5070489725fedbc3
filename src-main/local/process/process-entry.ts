import { identityArguments } from './plan';

/** A process as the system's table shows it. */
export interface ProcessEntry {
  readonly pid: number;
  /** With the pid it names one process for ever: a pid is used again, its start time is not. */
  readonly startTime: string;
  /** The same for people; ISO 8601. */
  readonly startedAt: string;
  /** `ended` is a zombie: nothing of it is left but its entry. */
  readonly state: 'running' | 'paused' | 'ended';
  /** The file it runs, where the system tells; see `isNodeProcess`. */
  readonly executable: string | null;
  readonly command: Command;
}

/** Some systems tell the arguments one by one, some only in one line. */
export type Command =
  | { readonly kind: 'arguments'; readonly all: readonly string[] }
  | { readonly kind: 'line'; readonly line: string };

/** What a node's process is known by. */
export interface NodeIdentity {
  readonly name: string;
  readonly dataFolder: string;
  /** Path of the binary as it was started, and what it led to. */
  readonly path: string;
  readonly executable: string;
  /** What a binary that is a script was seen to run in its place; null for one that is a program. */
  readonly runs: string | null;
}

/**
 * Whether the entry is the living process of that node: it runs the binary that we recorded (which may have been
 * deleted since, as an upgrade does) or what that was seen to run, with exactly our name and our data folder among its arguments.
 */
export function isNodeProcess(entry: ProcessEntry, node: NodeIdentity): boolean {
  return (
    entry.state !== 'ended' &&
    runsBinary(entry, node) &&
    identityArguments(node.name, node.dataFolder).every((argument) => hasArgument(entry.command, argument))
  );
}

/** Whether `argument` is one of the arguments, in full. */
export function hasArgument(command: Command, argument: string): boolean {
  return command.kind === 'arguments'
    ? command.all.includes(argument)
    : ` ${command.line} `.includes(` ${argument} `);
}

/** The program that an entry shows where it is not the binary of that node, nor what that led to; null when it is. */
export function otherProgram({ executable, command }: ProcessEntry, node: NodeIdentity): string | null {
  const program = executable === null ? firstWord(command, node) : executable.replace(/ \(deleted\)$/, '');
  return program === node.executable || program === node.path ? null : program;
}

function runsBinary(entry: ProcessEntry, node: NodeIdentity): boolean {
  const other = otherProgram(entry, node);
  return other === null || other === node.runs;
}

/** The command itself: all before the arguments of ours, where the system tells them in one line. */
function firstWord(command: Command, { name, dataFolder, path }: NodeIdentity): string {
  if (command.kind === 'arguments') return command.all[0] ?? '';
  if (command.line.startsWith(`${path} `)) return path;
  const [end = 0] = identityArguments(name, dataFolder).map((argument) =>
    command.line.indexOf(` ${argument}`),
  );
  return command.line.slice(0, Math.max(end, 0));
}
