import type { Locator, Page } from 'playwright-core';

/** Fields of the dialog, by their labels. */
export type ConnectionField =
  | 'Name'
  | 'Endpoints'
  | 'User'
  | 'Password'
  | 'CA certificate'
  | 'Client certificate'
  | 'Client key'
  | 'Server name';

/** What a user sees of connections to clusters elsewhere, and does with them; by roles and names alone. */
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

  /** What every field holds that is shown, but for those that hold nothing. */
  async typed(): Promise<Partial<Record<ConnectionField, string>>> {
    const typed: Partial<Record<ConnectionField, string>> = {};
    for (const label of labels) {
      const text = (await this.field(label).count()) > 0 ? await this.field(label).inputValue() : '';
      if (text !== '') typed[label] = text;
    }
    return typed;
  }

  /** The field, once what stands beside it has that text. */
  saying(label: ConnectionField, text: string | RegExp): Locator {
    return this.field(label).and(this.dialog.getByRole('textbox', { description: text }));
  }

  /** Asks every endpoint and waits until it is known how many answer. */
  async test(result: string): Promise<void> {
    await this.dialog.getByRole('button', { name: /^Test( again)?$/ }).click();
    await this.dialog.getByRole('region', { name: 'Test' }).getByText(result).waitFor();
  }

  /** What the test says of one endpoint, in one line. */
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

  /** A member of the cluster that is shown, by its card in the ring. */
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
