import type { Page } from 'playwright-core';

/** What a user sees of the command log in the dock; by roles and names alone. */
export class CommandsView {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Commands', exact: true }).click();
    await this.page.getByRole('textbox', { name: 'Search the commands' }).waitFor();
  }

  async searchFor(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search the commands' }).fill(text);
  }

  /** Presses a button of the first command that has the text. */
  async press(
    button: 'Copy the command' | 'Type it in the terminal, without Enter',
    text: string,
  ): Promise<void> {
    const command = this.page
      .getByRole('listbox', { name: 'What was done' })
      .getByRole('option')
      .filter({ hasText: text })
      .first();
    await command.hover();
    await command.getByRole('button', { name: button }).click();
  }
}
