import type { Locator, Page } from 'playwright-core';

/** More stops than any window of ours has between two places. */
const MOST_STOPS = 150;

/** A window used by its keyboard alone: nothing here points at anything. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Presses one key after the other, such as `ArrowDown` or `Control+k`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Goes on by Tab until `target` has the focus; fails when it is none of the stops. */
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

  /** Goes down an open menu until `target` has the focus. */
  async downTo(target: Locator): Promise<void> {
    await this.#go(target, 'ArrowDown');
  }

  /** Goes to a button by Tab and presses it. */
  async activate(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.tabTo(target);
    await this.press(key);
  }

  /** Goes to a field by Tab and types in the place of what it holds. */
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
