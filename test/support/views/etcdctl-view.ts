import type { Locator, Page } from 'playwright-core';
import { until } from '../until';

/** What a user sees of the etcdctl log in the dock, using roles and names only. */
export class CommandsView {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'etcdctl log', exact: true }).click();
    await this.page.getByRole('textbox', { name: 'Search the commands' }).waitFor();
  }

  /** Resolves when only commands with the text are shown, because buttons pressed before that move away. */
  async searchFor(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search the commands' }).fill(text);
    await until(`only commands with ${text}`, async () => {
      const shown = await this.#commands.allInnerTexts();
      return shown.length > 0 && shown.every((command) => command.includes(text));
    });
  }

  /** Presses a button of the first command with the text. */
  async press(
    button: 'Copy command' | 'Type it in the terminal, without pressing Enter',
    text: string,
  ): Promise<void> {
    const command = this.#commands.filter({ hasText: text }).first();
    await command.hover();
    await command.getByRole('button', { name: button }).click();
  }

  get #commands(): Locator {
    return this.page.getByRole('listbox', { name: 'What you did' }).getByRole('option');
  }
}
