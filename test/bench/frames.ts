import type { Page } from 'playwright-core';

export interface Frames {
  /** 95th percentile and maximum of the time between frames, milliseconds. */
  readonly p95: number;
  readonly max: number;
}

/** Times between frames of the page while `run` runs. */
export async function framesWhile(page: Page, run: () => Promise<unknown>): Promise<Frames> {
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolved) => {
        const times: number[] = [];
        let last = performance.now();
        let ended = false;
        document.addEventListener('bench-end', () => (ended = true), { once: true });
        const frame = (now: number) => {
          times.push(now - last);
          last = now;
          if (ended) resolved(times);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  try {
    await run();
  } finally {
    await page.evaluate(() => document.dispatchEvent(new Event('bench-end')));
  }
  const sorted = (await frames).sort((a, b) => a - b);
  return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/**
 * Drags through the list with that role, from top to end and back, a screen a frame, until `meanwhile` is done;
 * measures frames as `framesWhile` does.
 */
export async function framesWhileScrolling(
  page: Page,
  role: string,
  meanwhile: () => Promise<unknown>,
): Promise<Frames> {
  const scrolling = page.locator(`[role="${role}"]`).evaluate(
    (list) =>
      new Promise<void>((resolved) => {
        // Read once: reading them in each frame would force a second layout.
        const [screen, end] = [list.clientHeight, list.scrollHeight - list.clientHeight];
        let [top, down, ended] = [0, 1, false];
        document.addEventListener('bench-end', () => (ended = true), { once: true });
        const frame = () => {
          if (top >= end) down = -1;
          else if (top <= 0) down = 1;
          top += down * screen;
          list.scrollTop = top;
          if (ended) resolved();
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  const frames = await framesWhile(page, meanwhile);
  await scrolling;
  return frames;
}
