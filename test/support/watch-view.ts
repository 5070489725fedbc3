import type { Locator, Page } from 'playwright-core';
import { openArea } from './area';
import { until } from './until';

/** What a user sees of the watch log in a window; by roles and names alone. */
export class WatchView {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await openArea(this.page, 'Watch');
  }

  async watchEverything(): Promise<void> {
    await this.page.getByRole('button', { name: 'Watch', exact: true }).last().click();
    await this.page
      .getByText(/^Watching from revision/)
      .first()
      .waitFor();
  }

  get #rows(): Locator {
    return this.page.getByRole('listbox', { name: /^Changes of / }).getByRole('option');
  }

  /** A row of the log: PUT or DELETE of that key. */
  event(change: 'PUT' | 'DELETE', key: string): Locator {
    return this.#rows.filter({ hasText: change }).filter({ hasText: key }).first();
  }

  value(text: string): Locator {
    return this.#rows.filter({ hasText: text }).first();
  }

  /** Narrows the log to changes whose key or value has the text; '' ends the search. */
  async searchFor(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search keys and values' }).fill(text);
  }

  /** How many rows the log says that it has, as it is narrowed. */
  async rows(): Promise<number> {
    const said = this.page.getByText(/^\s*[\d,]+ rows?\b/).first();
    return Number((await said.innerText()).replace(/\D/g, ''));
  }

  /** Waits until the log, as it is narrowed, says that it has that many rows. */
  async untilRows(count: number): Promise<void> {
    let said = NaN;
    await until(
      () => `${count} rows; it says ${said}`,
      async () => {
        said = await this.rows();
        return said === count;
      },
    );
  }

  /** Rows that say that changes were missed. */
  missed(): Promise<number> {
    return this.#rows.filter({ hasText: 'Missed revision' }).count();
  }
}
