import { get } from 'node:http';
import type { Page } from 'playwright-core';

/** Creates the default cluster of three with the one button of the empty window. */
export async function createByOneClick(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create a 3-node cluster' }).click();
}

/** Whether the node answers /health with true; false when it does not answer. */
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
