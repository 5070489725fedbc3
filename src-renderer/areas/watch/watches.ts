import { bytesEqual, prefixEnd, toText } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import type { WatchInfo, WatchRange } from '@shared/contract/watch';
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive } from 'vue';
import { rangeText } from '../../i18n/range-text';
import { t } from '../../i18n/text';
import { engine } from '../../rpc/engine';
import { useLiveOf } from '../../rpc/live';
import { withMarks } from '../../values/key-text';
import { announceFailure } from '../../words/announce';
import { useConnection } from '../../connection/current';

/** The watches of the window's connection, which one is visible, and the actions on them. */
export const useWatches = defineStore('watches', () => {
  const shown = useConnection();
  const connection = computed(() => shown.ref);
  const feed = useLiveOf(
    () => connection.value,
    (to, signal) => engine.watch.state({ connection: to }, { signal }),
  );
  const watches = computed(() => feed.state.value?.watches ?? []);

  const wanted = ref<string | null>(null);
  /** The visible watch: the chosen one while it exists, otherwise the latest. */
  const current = computed(
    () => watches.value.find(({ id }) => id === wanted.value) ?? watches.value.at(-1) ?? null,
  );

  /** The watches whose log stands still. */
  const still = shallowReactive(new Set<string>());
  /** Whether the log of a watch sticks to its newest changes. */
  const follows = (id: string) => !still.has(id);
  function follow(id: string, on: boolean): void {
    if (on) still.delete(id);
    else still.add(id);
  }

  function select(id: string): void {
    wanted.value = id;
  }

  /** Starts a watch and shows it. Throws the engine's refusal, for the form to show. */
  async function start(range: WatchRange, from: string | null): Promise<void> {
    const to = connection.value;
    if (to === null) return;
    const { watch } = await engine.watch.start({ connection: to, range, from });
    wanted.value = watch;
  }

  /** For a button: a failure becomes a toast. */
  async function act(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      announceFailure(error);
    }
  }

  /** Ends a watch and shows the one beside it. */
  function stop(id: string): Promise<void> {
    const at = watches.value.findIndex((each) => each.id === id);
    const beside = watches.value[at + 1] ?? watches.value[at - 1];
    still.delete(id);
    if (beside && current.value?.id === id) wanted.value = beside.id;
    return act(() => engine.watch.stop({ watch: id }));
  }

  return {
    connection,
    watches,
    current,
    state: feed.state,
    error: feed.error,
    stale: feed.stale,
    select,
    follows,
    follow,
    start,
    stop,
    togglePause: ({ id, paused }: WatchInfo) => act(() => engine.watch.pause({ watch: id, paused: !paused })),
    clear: (id: string) => act(() => engine.watch.clear({ watch: id })),
  };
});

/** The name of a range for a tab or a title. */
export function rangeName(range: WatchRange): string {
  if (range.kind === 'range') return rangeText(range);
  return t(`watch.tab.${range.kind}`, { key: range.kind === 'all' ? '' : withMarks(toText(range.key)) });
}

/** A permitted range as the kind of watch that it is. */
export function watchOf(range: KeyRange): WatchRange {
  const { key, rangeEnd } = range;
  if (rangeEnd.length === 0) return { kind: 'key', key };
  return bytesEqual(rangeEnd, prefixEnd(key)) ? { kind: 'prefix', key } : { kind: 'range', ...range };
}
