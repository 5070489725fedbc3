import type { Locator, Page } from 'playwright-core';

/** More Tab stops than any of our windows has between two places. */
const MOST_STOPS = 150;

/** Uses a window by its keyboard only, without any pointer. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Presses the keys one after the other, such as `ArrowDown` or `Control+k`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Presses Tab until `target` has the focus; fails when Tab does not reach it. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.#go(target, key);
  }

  async #go(target: Locator, key: string): Promise<void> {
    await target.waitFor({ state: 'attached' });
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      if (await hasFocus(target)) return;
      await this.press(key);
    }
    throw new Error(`No way by ${key} to ${target.toString()}`);
  }

  /** Moves down an open menu until `target` has the focus. */
  async downTo(target: Locator): Promise<void> {
    await this.#go(target, 'ArrowDown');
  }

  /** Moves to a button with Tab and presses it. */
  async activate(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.tabTo(target);
    await this.press(key);
  }

  /** Moves to a field with Tab and replaces its content. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.tabTo(field);
    await this.press('Control+a');
    await this.type(text);
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.press('Control+k');
    const palette = this.page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('combobox', { name: 'Commands' }).waitFor();
    await this.type(title);
    await palette.getByRole('option', { name: title }).first().waitFor();
    await this.press('Enter');
    await palette.waitFor({ state: 'detached' });
  }
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}
