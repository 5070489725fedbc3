import { readdirSync, readFileSync } from 'node:fs';
import { wallClock } from './measure';

/** Watches for etcd processes whose command line names `folder`, and records when each was first seen. Linux. */
export class EtcdProcesses {
  readonly seen = new Map<number, number>();
  readonly #others = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(folder: string) {
    this.#timer = setInterval(() => {
      for (const pid of readdirSync('/proc')) {
        if (!/^\d/.test(pid) || this.#others.has(pid)) continue;
        const command = commandLine(pid);
        if (command === '') continue;
        // Between fork and exec a child still carries its parent's command line: look again.
        if (isEtcdIn(command, folder)) {
          this.#others.add(pid);
          this.seen.set(Number(pid), wallClock());
        } else if (!command.includes('node') && !command.includes('electron')) this.#others.add(pid);
      }
    }, 2);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}

function isEtcdIn(command: string, folder: string): boolean {
  return command.split('\0').some((argument) => argument.startsWith(`--data-dir=${folder}`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
