import type { Locator, Page } from 'playwright-core';

/** What a user sees of the terminal in the dock, and types. */
export class TerminalView {
  constructor(readonly page: Page) {}

  /** The element of the shown terminal that takes keys. */
  get input(): Locator {
    return this.page.getByRole('textbox', { name: /^Terminal \d+/ });
  }

  /** Shows the panel, which opens a terminal if there is none, and waits until it has the focus. */
  async openPanel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Terminal', exact: true }).click();
    await this.input.waitFor({ state: 'attached' });
  }

  /** Puts the terminal's text into the page, as for screen readers. */
  async readAloud(): Promise<void> {
    await this.page.getByRole('button', { name: 'New terminal' }).click();
    await this.page.getByRole('menuitemcheckbox', { name: /^Screen reader mode/ }).click();
  }

  /** Opens another terminal with its menu entry. */
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

  /** Pastes from the clipboard. */
  async paste(): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.press('Control+Shift+V');
  }

  /** Waits until one of its lines contains the text. */
  async shows(text: string): Promise<void> {
    await this.page.getByRole('listitem').filter({ hasText: text }).last().waitFor();
  }
}
