import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { TestHome } from './home';

const record = v.object({
  nodes: v.array(v.object({ name: v.string(), clientPort: v.number() })),
});

/** The nodes of that home's only cluster, from its record. */
export function nodesIn(home: TestHome): { name: string; clientPort: number; log: string }[] {
  const folder = join(home.data, 'clusters');
  const [id] = readdirSync(folder);
  if (id === undefined) return [];
  const text = readFileSync(join(folder, id, 'cluster.json'), 'utf8');
  return v
    .parse(record, JSON.parse(text))
    .nodes.map((node) => ({ ...node, log: join(folder, id, node.name, 'etcd.log') }));
}
