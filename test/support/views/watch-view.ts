import type { Locator, Page } from 'playwright-core';
import { openArea } from './area';
import { until } from '../until';

/** What a user sees of the watch log in a window, using roles and names only. */
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

  get #form(): Locator {
    return this.page.getByRole('form', { name: 'New watch' });
  }

  /** Types what to watch, and from which revision; omitted fields stay as they are. */
  async type({ prefix, revision }: { prefix?: string; revision?: string }): Promise<void> {
    if (prefix !== undefined) {
      await this.#form.getByRole('radio', { name: 'Prefix' }).click();
      await this.#form.getByRole('textbox', { name: 'Prefix to watch' }).fill(prefix);
    }
    if (revision !== undefined) {
      await this.#form.getByRole('radio', { name: 'Revision' }).click();
      await this.#form.getByRole('textbox', { name: 'Revision to start from' }).fill(revision);
    }
  }

  async submit(): Promise<void> {
    await this.#form.getByRole('button', { name: 'Watch', exact: true }).click();
  }

  /** A field of the form, once the message next to it has that text. */
  saying(name: 'Prefix to watch' | 'Revision to start from', text: string): Locator {
    return this.#form.getByRole('textbox', { name, description: text });
  }

  get #rows(): Locator {
    return this.page.getByRole('listbox', { name: /^Changes to / }).getByRole('option');
  }

  /** A row of the log: PUT or DELETE of that key. */
  event(change: 'PUT' | 'DELETE', key: string): Locator {
    return this.#rows.filter({ hasText: change }).filter({ hasText: key }).first();
  }

  value(text: string): Locator {
    return this.#rows.filter({ hasText: text }).first();
  }

  /** Filters the log to changes whose key or value contains the text; '' ends the search. */
  async searchFor(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search keys and values' }).fill(text);
  }

  /** How many rows the filtered log shows that it has. */
  async rows(): Promise<number> {
    const said = this.page.getByText(/^\s*[\d,]+ rows?\b/).first();
    return Number((await said.innerText()).replace(/\D/g, ''));
  }

  /** Waits until the filtered log shows that number of rows. */
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

  /** Rows that report missed changes. */
  missed(): Promise<number> {
    return this.#rows.filter({ hasText: 'Missed revision' }).count();
  }
}
