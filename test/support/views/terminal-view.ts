import type { Locator, Page } from 'playwright-core';

/** What a user sees of the terminal in the dock, and types. */
export class TerminalView {
  constructor(readonly page: Page) {}

  /** Where the shown terminal takes the keys. */
  get input(): Locator {
    return this.page.getByRole('textbox', { name: /^Terminal \d+/ });
  }

  /** Shows the panel, which opens a terminal where there is none, and waits until it has the keyboard. */
  async openPanel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Terminal', exact: true }).click();
    await this.input.waitFor({ state: 'attached' });
  }

  /** The text of a terminal is in the page for those who have it read out. */
  async readAloud(): Promise<void> {
    await this.page.getByRole('button', { name: 'New terminal' }).click();
    await this.page.getByRole('menuitemcheckbox', { name: /^Screen reader mode/ }).click();
  }

  /** Opens another by its entry of the menu. */
  async openFor(entry: string): Promise<void> {
    const before = await this.page.getByRole('tab').count();
    await this.page.getByRole('button', { name: 'New terminal' }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
    await this.page.getByRole('tab').nth(before).waitFor();
  }

  /** Types a line and Enter. */
  async type(line: string): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.type(`${line}\n`);
  }

  /** Types what is on the clipboard. */
  async paste(): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.press('Control+Shift+V');
  }

  /** Waits until one of its lines has the text. */
  async shows(text: string): Promise<void> {
    await this.page.getByRole('listitem').filter({ hasText: text }).last().waitFor();
  }
}
