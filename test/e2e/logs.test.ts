import { afterAll, beforeAll, describe, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { TestHome } from '../support/app/home';

describe('the log of a node', () => {
  let home: TestHome;
  let app: App;
  let view: ClusterView;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    view = new ClusterView(app.page);
    await view.createWithOneClick();
    await view.untilLed(3);
  });
  afterAll(async () => {
    await home.dispose();
  });

  const search = (text: string) => app.page.getByLabel('Search the log').fill(text);

  it('opens in the dock, is searched in full, and goes on as the node writes', async () => {
    await view.act('Open log', 'n1');
    const log = app.page.getByLabel('Log of n1');
    await search('elected leader');
    await log.getByText('elected leader').first().waitFor();

    await search('received signal; shutting down');
    await app.page.getByText('No lines match').waitFor();
    await view.act('Stop', 'n1');
    await log.getByText('received signal; shutting down').waitFor();
  });

  it('can be narrowed to a level, and the filter cleared', async () => {
    await search('elected leader');
    await app.page.getByLabel('Log of n1').getByText('elected leader').first().waitFor();
    await app.page.getByRole('radio', { name: 'Error' }).click();
    await app.page.getByText('No lines match').waitFor();
    await app.page.getByRole('button', { name: 'Clear filter' }).click();
    await app.page.getByLabel('Log of n1').getByText('INFO').first().waitFor();
  });
});
