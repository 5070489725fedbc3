import type { Locator, Page } from 'playwright-core';
import { openArea } from './area';

/** What a user sees of the keys in a window, and does to them; by roles and names alone. */
export class KeysView {
  constructor(readonly page: Page) {}

  /** Shows the area with every folder open. */
  async open(): Promise<void> {
    await openArea(this.page, 'Keys');
    await this.page.getByRole('tree').or(this.page.getByText('No keys yet')).first().waitFor();
  }

  /** Opens every folder of the tree. */
  async expandAll(): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Open all folders', exact: true }).click();
  }

  row(key: string): Locator {
    return this.page.getByRole('treeitem', { name: key, exact: true });
  }

  async create(key: string, value: string): Promise<void> {
    await this.page
      .getByRole('button', { name: /New key…|Put your first key/ })
      .first()
      .click();
    const dialog = this.page.getByRole('dialog', { name: 'New key' });
    await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill(key);
    await dialog.getByRole('textbox', { name: 'Value' }).click();
    await this.page.keyboard.type(value);
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Opens a key beside the tree. */
  async show(key: string): Promise<void> {
    await this.row(key).click();
    await this.value.waitFor();
  }

  /** The editor of the open key. */
  get value(): Locator {
    return this.page.getByRole('textbox', { name: /^Value of / });
  }

  /** Replaces the value in the editor. */
  async type(value: string): Promise<void> {
    await this.value.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(value);
  }

  get #save(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true });
  }

  async save(): Promise<void> {
    await this.#save.click();
  }

  /** Waits until there is nothing left to save. */
  async saved(): Promise<void> {
    await this.page.locator('button:disabled', { hasText: 'Save' }).waitFor();
  }
}
