import type { Page } from 'playwright-core';

/**
 * Resolves to the wall clock (ms since 1970) of the frame in which the status bar first shows all of `texts`.
 * Measured inside the page, so no test driver's delay is included. Create the promise before causing the change.
 */
export function statusBarSays(page: Page, texts: readonly string[]): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const said = () => document.querySelector('footer')?.textContent.replace(/\s+/g, ' ') ?? '';
        const look = () => {
          if (!wanted.every((text) => said().includes(text))) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    [...texts],
  );
}

/** Resolves to the wall clock at which the next click reaches the page. */
export function nextClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const take = () => resolve(performance.timeOrigin + performance.now());
        document.addEventListener('click', take, { capture: true, once: true });
      }),
  );
}

/** Resolves when `promise` is armed inside the page: evaluations are handled in order, so one more is enough. */
export async function armed(page: Page): Promise<void> {
  await page.evaluate(() => undefined);
}
