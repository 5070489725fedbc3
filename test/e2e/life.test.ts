import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { e2eHost, launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { TestHome } from '../support/app/home';
import { expectNothingRuns } from '../support/app/leaks';
import { nodeProcesses } from '../support/app/node-processes';
import { startServer } from '../support/app/served-app';
import { until } from '../support/until';

/** What stays true when windows, transports and the app itself come and go. */
describe('the app', () => {
  let home: TestHome;

  beforeEach(async () => {
    home = await TestHome.make();
  });
  afterEach(async () => {
    await home.dispose();
  });

  async function openWithCluster(): Promise<{ app: App; view: ClusterView }> {
    const app = await launch(home);
    const view = new ClusterView(app.page);
    await view.createWithOneClick();
    await view.untilLed(3);
    return { app, view };
  }

  it('shows the same in a second window, and there too what happens in the first', async () => {
    const { app, view } = await openWithCluster();
    const second = new ClusterView(await app.newWindow());
    const before = await second.untilLed(3);
    expect(await view.untilLed(3)).toEqual(before);
    await app.page.getByRole('button', { name: 'Kill leader' }).click();
    const after = await view.untilLedAfter(before);
    expect(await second.untilLedAfter(before)).toEqual(after);
  });

  it('says that it lost the engine, and is up to date again when it is back', async () => {
    const { app, view } = await openWithCluster();
    await app.interrupt(async () => {
      await app.page.getByRole('alert').getByText('Lost the connection to Quorate.').waitFor();
    });
    await until(
      'the warning is gone',
      async () => (await app.page.getByRole('alert').allInnerTexts()).join('') === '',
    );
    const before = await view.untilLed(3);
    await view.act('Kill', before.leader);
    await view.untilLedAfter(before);
  });

  it('finds the same processes after it was killed, and stops them when it is closed', async () => {
    const { app: first } = await openWithCluster();
    const before = nodeProcesses(home);
    expect([...before.keys()].sort()).toEqual(['n1', 'n2', 'n3']);
    await first.kill();
    expect(nodeProcesses(home)).toEqual(before);

    const app = await launch(home);
    const view = new ClusterView(app.page);
    const led = await view.untilLed(3);
    expect(nodeProcesses(home)).toEqual(before);
    await view.act('Kill', led.leader);
    await view.untilLedAfter(led);
  });

  it('stops its nodes when it is closed, within 5 s, and keeps their data', async () => {
    const { app: first } = await openWithCluster();
    const start = performance.now();
    expect(await first.close()).toBe(0);
    // The nodes have 5 s, as promised; the host and its window need some time of their own.
    expect(performance.now() - start).toBeLessThan(8000);
    await expectNothingRuns(home.folder, 0);

    const app = await launch(home);
    const view = new ClusterView(app.page);
    await view.untilRing(
      'three stopped nodes',
      (ring) => ring.length === 3 && ring.every(({ state }) => state === 'stopped'),
    );
    await app.page.getByRole('button', { name: 'Start', exact: true }).first().click();
    await view.untilLed(3);
  });

  it('leaves a cluster running that is to be kept, and finds it again', async () => {
    const { app: first, view } = await openWithCluster();
    await view.choose('Keep running when Quorate closes');
    await first.page.getByText('Stays running').waitFor();
    const before = nodeProcesses(home);
    await first.close();
    expect(nodeProcesses(home)).toEqual(before);

    const app = await launch(home);
    const again = new ClusterView(app.page);
    await again.untilLed(3);
    expect(nodeProcesses(home)).toEqual(before);
    await again.choose('Keep running when Quorate closes');
    await until(
      'it is not kept any more',
      async () => (await app.page.getByText('Stays running').count()) === 0,
    );
  });

  it('deletes a cluster and its data after its name was typed', async () => {
    const { app, view } = await openWithCluster();
    const name = (await app.page.getByRole('button', { name: /: more actions$/ }).innerText()).trim();
    await view.choose('Delete…');
    const dialog = app.page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Delete cluster and data' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(name);
    await confirm.click();
    await app.page.getByRole('button', { name: 'Create a 3-node cluster' }).waitFor();
    expect(nodeProcesses(home).size).toBe(0);
  });

  it('tells a second one on the same data folder who has it', async () => {
    const app = await launch(home);
    const second = await startServer(home.env()).catch((error: unknown) => error);
    expect(String(second)).toContain('ended with 3');
    expect(String(second)).toContain(`process ${app.pid}`);
    expect(String(second)).toContain(e2eHost === 'serve' ? 'being served to a browser' : 'open in a window');
  });
});
