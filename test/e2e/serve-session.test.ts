import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ServedApp } from '../support/app/served-app';
import { launch } from '../support/app/app';
import { TestHome } from '../support/app/home';

/** Waits until the page talks to its engine. */
async function connected(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Connection |New cluster|Create a 3-node cluster/ })
    .first()
    .waitFor();
}

describe('the session of the headless host', () => {
  let home: TestHome;
  let app: ServedApp;
  beforeAll(async () => {
    home = await TestHome.make();
    const launched = await launch(home);
    if (!(launched instanceof ServedApp)) throw new Error('not the headless host');
    app = launched;
  });
  afterAll(() => home.dispose());

  it('outlives a reload and opens a second tab, without the token in any address', async () => {
    const { page } = app;
    const origin = new URL(app.server.url).origin;
    await connected(page);
    expect(page.url()).toBe(`${origin}/`);
    // The window took the place of the address with the token, so there is no way back to it.
    await page.goBack();
    expect(page.url()).not.toContain('token');
    await page.goto(`${origin}/`);
    await connected(page);
    await page.reload();
    await connected(page);
    const second = await page.context().newPage();
    await second.goto(`${origin}/`);
    await connected(second);
    await second.close();
  });

  it('is of no use to another server of this machine, which gets its cookie', async () => {
    const cookies: string[] = [];
    const other = createServer((request, response) => {
      cookies.push(request.headers.cookie ?? '');
      response.setHeader('content-type', 'text/html').end('<p>');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const tab = await app.page.context().newPage();
    await tab.goto(`http://127.0.0.1:${port}/`);
    const { origin, host } = new URL(app.server.url);
    expect(cookies[0]).toContain('quorate_');

    const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie: cookies[0] ?? '', origin } });
    const outcome = await new Promise((resolve) => {
      socket.once('open', () => resolve('open'));
      socket.once('error', (error) => resolve(error.message));
    });
    expect(outcome).toBe('Unexpected server response: 401');
    expect(await tab.evaluate(() => JSON.stringify(localStorage))).toBe('{}');
    await tab.close();
    other.close();
  });

  it('of a tab that lost its key says how to get in again', async () => {
    const tab = await app.page.context().newPage();
    await tab.goto(`${new URL(app.server.url).origin}/`);
    await connected(tab);
    await tab.evaluate(() => localStorage.removeItem('quorate.key'));
    await tab.reload();
    await tab.getByText('This window’s address is no longer valid.').first().waitFor();
    await tab.goto(app.server.url);
    await connected(tab);
    await tab.close();
  });
});
