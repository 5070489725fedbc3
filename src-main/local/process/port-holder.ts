import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The pid of the process that listens on a TCP port of this machine. Null when there is none, or when it is not
 * visible: on systems other than Linux, and for processes of other users. Reads the descriptors of all processes,
 * so use it only to explain a failure.
 */
export function portHolder(port: number): number | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) =>
    readOr('', () => readFileSync(file, 'utf8')),
  );
  const sockets = new Set(listeners(tables.join('\n'), port).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return null;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const holder = pids.find((pid) => descriptors(pid).some((target) => sockets.has(target)));
  return holder === undefined ? null : Number(holder);
}

/** Inodes of the sockets that listen on that port, from `/proc/net/tcp` or `tcp6`: state 0A is LISTEN; see proc(5). */
export function listeners(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = new RegExp(`^\\s*\\d+: [0-9A-F]+:${hex} \\S+ 0A (?:\\S+\\s+){5}(\\d+)`, 'gm');
  return [...table.matchAll(line)].flatMap(([, inode = '0']) => (inode === '0' ? [] : [inode]));
}

/** What the descriptors of a process point to; empty for another user's process. */
function descriptors(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return readOr([], () => readdirSync(folder)).map((name) =>
    readOr('', () => readlinkSync(`${folder}/${name}`)),
  );
}

/** Returns `otherwise` for what disappears or is hidden while we look. */
function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
