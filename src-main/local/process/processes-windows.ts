import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

const run = promisify(execFile);

/** Windows' process table, read with PowerShell; a look takes half a second, so it is rarely used. */
export class WindowsProcesses implements ProcessTable {
  readonly intervalMs = 5000;

  list(): Promise<readonly ProcessEntry[]> {
    return query("CommandLine like '%--data-dir=%'");
  }

  async look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>> {
    if (pids.length === 0) return new Map();
    const entries = await query(pids.map((pid) => `ProcessId=${pid}`).join(' or '));
    return new Map(entries.map((entry) => [entry.pid, entry]));
  }
}

async function query(filter: string): Promise<readonly ProcessEntry[]> {
  const script =
    `@(Get-CimInstance Win32_Process -Filter "${filter}" | Select-Object ProcessId,ExecutablePath,CommandLine,` +
    `@{n='Start';e={$_.CreationDate.ToUniversalTime().ToString('o')}}) | ConvertTo-Json -Compress`;
  const { stdout } = await run('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], {
    windowsHide: true,
  });
  return parseCim(stdout);
}

const row = v.object({
  ProcessId: v.number(),
  ExecutablePath: v.nullable(v.string()),
  CommandLine: v.nullable(v.string()),
  Start: v.string(),
});

/** Reads the output of `ConvertTo-Json`: nothing, one object, or a list. */
export function parseCim(text: string): ProcessEntry[] {
  if (text.trim() === '') return [];
  const data: unknown = JSON.parse(text);
  return v.parse(v.array(row), Array.isArray(data) ? data : [data]).map((each) => ({
    pid: each.ProcessId,
    startTime: each.Start,
    startedAt: new Date(each.Start).toISOString(),
    state: 'running',
    executable: each.ExecutablePath,
    command: { kind: 'arguments', all: parseWindowsCommandLine(each.CommandLine ?? '') },
  }));
}

/**
 * Splits a command line into arguments as the C runtime does: quotes group, backslashes escape only before a
 * quote. https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
export function parseWindowsCommandLine(line: string): string[] {
  const all: string[] = [];
  let current: string | null = null;
  let quoted = false;
  for (const [part] of line.matchAll(/\\*"|\\+|\s|[^\\"\s]+/g)) {
    if (part.endsWith('"')) {
      const slashes = part.length - 1;
      const escaped = slashes % 2 === 1;
      current = (current ?? '') + '\\'.repeat(Math.floor(slashes / 2)) + (escaped ? '"' : '');
      if (!escaped) quoted = !quoted;
    } else if (/^\s$/.test(part) && !quoted) {
      if (current !== null) all.push(current);
      current = null;
    } else current = (current ?? '') + part;
  }
  return current === null ? all : [...all, current];
}
