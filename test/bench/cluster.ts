import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import type { TestHome } from '../support/home';

const record = v.object({
  nodes: v.array(v.object({ name: v.string(), clientPort: v.number() })),
});

/** The nodes of the only cluster of that home, from its record. */
export function nodesIn(home: TestHome): { name: string; clientPort: number; log: string }[] {
  const folder = join(home.data, 'clusters');
  const [id] = readdirSync(folder);
  if (id === undefined) return [];
  const text = readFileSync(join(folder, id, 'cluster.json'), 'utf8');
  return v
    .parse(record, JSON.parse(text))
    .nodes.map((node) => ({ ...node, log: join(folder, id, node.name, 'etcd.log') }));
}

/** Creates the default cluster of three by the one button of the empty window. */
export async function createByOneClick(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create a 3-node cluster' }).click();
}

/** Whether the node answers /health with true; not to be had is false. */
export function healthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health', timeout: 200 }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(body.includes('"true"')));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
