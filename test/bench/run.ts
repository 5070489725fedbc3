import { e2eHost } from '../support/app/app';
import { bootstrap } from './bootstrap';
import { failover } from './failover';
import { lag } from './lag';
import { list } from './list';
import { start } from './start';
import { value } from './value';
import { watch } from './watch';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  start,
  bootstrap,
  failover,
  lag,
  list,
  value,
  watch,
};

/** They measure the engine's event loop with a script that Node preloads, which Electron cannot do. */
const SERVED_ONLY: ReadonlySet<string> = new Set(['lag', 'watch']);

/** Runs the named benches, or all when none is named, one after the other. Returns the exit code. */
export async function run(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    process.stderr.write(`No bench ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`);
    return 2;
  }
  const served = names.filter((name) => e2eHost === 'desktop' && SERVED_ONLY.has(name));
  if (served.length > 0) {
    process.stderr.write(
      `${served.join(', ')}: only in the headless host, whose event loop can be looked into\n`,
    );
    return 2;
  }
  for (const name of names.length > 0 ? names : Object.keys(benches)) await benches[name]?.();
  return 0;
}
