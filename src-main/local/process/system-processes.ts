import type { ProcessTable } from './process-table';
import { LinuxProcesses } from './processes-linux';
import { PosixProcesses } from './processes-posix';
import { WindowsProcesses } from './processes-windows';

/** The process table of this system. */
export function systemProcesses(platform: NodeJS.Platform = process.platform): ProcessTable {
  if (platform === 'linux') return new LinuxProcesses();
  return platform === 'win32' ? new WindowsProcesses() : new PosixProcesses();
}
