import type { Locator, Page } from 'playwright-core';

/** Fields of the dialog, by label. */
export type ConnectionField =
  | 'Name'
  | 'Endpoints'
  | 'User'
  | 'Password'
  | 'CA certificate'
  | 'Client certificate'
  | 'Client key'
  | 'Server name';

/** What a user sees of remote connections, and does with them, using roles and names only. */
export class ConnectionView {
  constructor(readonly page: Page) {}

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: /^(New connection|Edit .*)$/ });
  }

  /** Opens the dialog for a new connection. */
  async openNew(): Promise<void> {
    await this.#choose('New connection…');
  }

  /** Opens the dialog for the connection that is shown. */
  async openEdit(name: string): Promise<void> {
    await this.#choose(`Edit ${name}…`);
  }

  async #choose(entry: string): Promise<void> {
    await this.page
      .getByRole('banner')
      .getByRole('button', { name: /^Connection / })
      .click();
    await this.page.getByRole('menuitem', { name: entry }).click();
    await this.dialog.waitFor();
  }

  field(label: ConnectionField): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  async type(fields: Readonly<Partial<Record<ConnectionField, string>>>): Promise<void> {
    for (const label of labels) {
      const text = fields[label];
      if (text !== undefined) await this.field(label).fill(text);
    }
  }

  /** The content of every visible field that is not empty. */
  async typed(): Promise<Partial<Record<ConnectionField, string>>> {
    const typed: Partial<Record<ConnectionField, string>> = {};
    for (const label of labels) {
      const text = (await this.field(label).count()) > 0 ? await this.field(label).inputValue() : '';
      if (text !== '') typed[label] = text;
    }
    return typed;
  }

  /** The field, once the message next to it has that text. */
  saying(label: ConnectionField, text: string | RegExp): Locator {
    return this.field(label).and(this.dialog.getByRole('textbox', { description: text }));
  }

  /** Pastes into the endpoints. */
  async paste(text: string): Promise<void> {
    await this.field('Endpoints').evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Drops files on the dialog. */
  async drop(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    await this.field('Endpoints').evaluate((field, dropped) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text } of dropped) dataTransfer.items.add(new File([text], name));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, files);
  }

  /** Tests every endpoint and waits for the summary of how many answer. */
  async test(result: string): Promise<void> {
    await this.dialog.getByRole('button', { name: /^Test( again)?$/ }).click();
    await this.dialog.getByRole('region', { name: 'Test' }).getByText(result).waitFor();
  }

  /** The test's result for one endpoint, on one line. */
  async report(endpoint: string): Promise<string> {
    const reports = this.dialog.getByRole('region', { name: 'Test' }).getByRole('listitem');
    const text = await reports.filter({ hasText: endpoint }).innerText();
    return text.replaceAll(/\s+/g, ' ');
  }

  async saveAndConnect(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save and connect' }).click();
    await this.dialog.waitFor({ state: 'detached' });
    await this.page.getByRole('main', { name: 'Cluster' }).waitFor();
  }

  /** A member of the shown cluster, by its card in the ring. */
  member(name: string, role: string): Locator {
    return this.page
      .getByRole('listbox', { name: /^Members of / })
      .getByRole('option', { name: `${name}, ${role}` });
  }
}

const labels: readonly ConnectionField[] = [
  'Name',
  'Endpoints',
  'User',
  'Password',
  'CA certificate',
  'Client certificate',
  'Client key',
  'Server name',
];
