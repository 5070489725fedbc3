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
}

/**
 * Whether the entry is the living process of that node: it runs the binary that we recorded (which may have been
 * deleted since, as an upgrade does) with exactly our name and our data folder among its arguments.
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

function runsBinary({ executable, command }: ProcessEntry, node: NodeIdentity): boolean {
  if (executable !== null) {
    const file = executable.replace(/ \(deleted\)$/, '');
    return file === node.executable || file === node.path;
  }
  return command.kind === 'arguments'
    ? command.all[0] === node.path
    : command.line.startsWith(`${node.path} `);
}
