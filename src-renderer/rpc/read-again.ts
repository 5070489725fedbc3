import { watch } from 'vue';
import { link } from './engine';
import { LinkLost } from './failure';

/**
 * Reads again as soon as the link to the engine is back, if the last read failed because the link was lost. Until the
 * effect scope ends. Not for actions, which the user repeats.
 */
export function readAgainWhenLinked(error: () => unknown, read: () => unknown): void {
  watch(link, (state) => {
    if (state === 'open' && error() instanceof LinkLost) void read();
  });
}
