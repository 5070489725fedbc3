import type { Locator, Page } from 'playwright-core';
import { openArea } from './area';

/** What a user sees of leases in a window, and does with them, using roles and names only. */
export class LeasesView {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await openArea(this.page, 'Leases');
  }

  /** Grants a lease with the dialog and returns its ID, as etcdctl prints it. */
  async grant(seconds: number): Promise<string> {
    await this.page.getByRole('button', { name: 'Grant lease…' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Grant a lease' });
    await dialog.getByLabel('Time to live').fill(String(seconds));
    await dialog.getByRole('button', { name: 'Grant', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const details = this.page.getByRole('region', { name: /^Lease [0-9a-f]{16}$/ });
    return ((await details.getAttribute('aria-label')) ?? '').replace('Lease ', '');
  }

  row(id: string): Locator {
    return this.page.getByRole('option', { name: `Lease ${id}` });
  }

  /** The remaining seconds shown in its row; NaN when it shows none. */
  async left(id: string): Promise<number> {
    return Number(/, (\d+) s of /.exec(await this.row(id).innerText())?.[1]);
  }
}
