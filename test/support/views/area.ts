import type { Page } from 'playwright-core';

/** Shows an area of the rail by its title. */
export async function openArea(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('button', { name: title }).click();
  await page.getByRole('main', { name: title }).waitFor();
}
