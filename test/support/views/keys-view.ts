import type { Locator, Page } from 'playwright-core';
import { openArea } from './area';
import { until } from '../until';

/** What to type for a new key; omitted fields stay as they are. */
export interface NewKey {
  readonly key?: string;
  readonly value?: string;
  /** In hex. */
  readonly lease?: string;
}

/** What a user sees of the keys in a window, and does to them, using roles and names only. */
export class KeysView {
  constructor(readonly page: Page) {}

  /** Shows the area with every folder open. */
  async open(): Promise<void> {
    await openArea(this.page, 'Keys');
    await this.page.getByRole('tree').or(this.page.getByText('No keys yet')).first().waitFor();
  }

  /** Opens every folder of the tree, as soon as it has one. */
  async expandAll(): Promise<void> {
    await this.page.getByRole('treeitem').first().waitFor();
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Expand all', exact: true }).click();
  }

  row(key: string): Locator {
    return this.page.getByRole('treeitem', { name: key, exact: true });
  }

  /** The names of all drawn rows, in order. */
  async rows(): Promise<string[]> {
    return this.page
      .getByRole('treeitem')
      .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? ''));
  }

  /** Waits until the tree draws exactly these rows. */
  async untilRows(rows: readonly string[]): Promise<void> {
    let last: string[] = [];
    await until(
      () => `the rows ${JSON.stringify(rows)}; there are ${JSON.stringify(last)}`,
      async () => {
        last = await this.rows();
        return JSON.stringify(last) === JSON.stringify(rows);
      },
    );
  }

  /** Shows a folder next to the tree and requests its deletion; returns the dialog. */
  async askToDeleteFolder(row: string): Promise<Locator> {
    await this.row(row).click();
    await this.page
      .getByRole('region', { name: /^Folder / })
      .getByRole('button', { name: 'Delete folder…' })
      .click();
    return this.page.getByRole('dialog', { name: 'Delete folder' });
  }

  /** `lease` in hex. */
  async create(key: string, value: string, lease?: string): Promise<void> {
    await this.openNew({ key, value, ...(lease !== undefined && { lease }) });
    await this.submitNew();
    await this.newDialog.waitFor({ state: 'detached' });
  }

  /** The dialog for a new key. */
  get newDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'New key' });
  }

  /** Opens the dialog for a new key and fills it. */
  async openNew(fields: NewKey): Promise<Locator> {
    await this.page
      .getByRole('button', { name: /New key…|Create your first key/ })
      .first()
      .click();
    await this.typeNew(fields);
    return this.newDialog;
  }

  async typeNew({ key, value, lease }: NewKey): Promise<void> {
    if (key !== undefined) await this.newField('Key').fill(key);
    if (value !== undefined) {
      await this.newField('Value').focus();
      await this.page.keyboard.press('Control+a');
      await this.page.keyboard.insertText(value);
    }
    if (lease !== undefined) await this.newField('Lease').fill(lease);
  }

  /** Pastes into the value, since typing a large one takes too long. */
  async pasteNew(value: string): Promise<void> {
    await this.newField('Value').evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, value);
  }

  newField(label: 'Key' | 'Value' | 'Lease'): Locator {
    return this.newDialog.getByRole('textbox', { name: label, exact: true });
  }

  /** A field of that dialog, once the message next to it has that text. */
  newSaying(label: 'Key' | 'Value' | 'Lease', text: string): Locator {
    return this.newField(label).and(this.newDialog.getByRole('textbox', { description: text }));
  }

  async submitNew(): Promise<void> {
    await this.newDialog.getByRole('button', { name: 'Create', exact: true }).click();
  }

  /** Opens a key next to the tree. */
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
