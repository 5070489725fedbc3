import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { TerminalInfo } from '@shared/contract/terminal';
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowReactive, watch } from 'vue';
import { t } from '../../i18n/text';
import { connection as link, engine } from '../../rpc/engine';
import { LinkLost } from '../../rpc/failure';
import { useLive } from '../../rpc/live';
import { announceFailure } from '../../words/announce';
import { formatNumber } from '../../words/format';
import { isSameConnection } from '../../connection/choice';
import { Input } from './input';
import { followOutput, type OutputSource } from './output';
import type { Screen, ScreenSize } from './screen';
import { when } from './when';

const READABLE = 'quorate.terminal.readable';
/** How long to wait for a shell's first output before typing without a prompt. Milliseconds. */
const PROMPT_LIMIT_MS = 2000;

/** A terminal of the engine, in this window. */
interface View {
  readonly screen: Screen;
  readonly input: Input;
  readonly end: AbortController;
  /** Resolves at its first output. */
  readonly wrote: Promise<void>;
}

/** What a screen reports to its panel. */
export interface ScreenState {
  title: string;
  found: { index: number; count: number };
}

/** The engine's terminals, each with its screen in this window. */
export const useTerminals = defineStore('terminals', () => {
  const live = useLive((signal) => engine.terminal.state({}, { signal }));
  const terminals = computed<readonly TerminalInfo[]>(() => live.state.value?.terminals ?? []);
  const active = ref('');
  const views = shallowReactive(new Map<string, View>());
  const states = reactive(new Map<string, ScreenState>());
  /**
   * What the user asked for: `follow` is a link in a screen that waits for an answer, `see` the terminal that the panel
   * shows next, of whatever connection.
   */
  const wishes = shallowReactive<{
    leave: number;
    search: number;
    follow: string | null;
    see: string | null;
  }>({ leave: 0, search: 0, follow: null, see: null });
  const readable = ref(localStorage.getItem(READABLE) === 'on');
  let size: ScreenSize = { columns: 80, rows: 24 };

  watch(readable, (on) => {
    localStorage.setItem(READABLE, on ? 'on' : 'off');
    for (const { screen } of views.values()) screen.readable = on;
  });

  watch(terminals, (now, before) => {
    for (const [id, view] of views) {
      if (now.some((each) => each.id === id)) continue;
      view.end.abort();
      view.screen.dispose();
      views.delete(id);
      states.delete(id);
    }
    if (now.some(({ id }) => id === active.value)) return;
    // Selects the tab beside the closed one.
    const gone = before.findIndex(({ id }) => id === active.value);
    active.value = now[Math.min(Math.max(gone, 0), now.length - 1)]?.id ?? '';
  });

  /** The screen of a terminal. Created, and its code loaded, on first use. */
  async function view(terminal: TerminalInfo): Promise<View> {
    const { Screen } = await import('./screen');
    const { id } = terminal;
    const found = views.get(id);
    if (found) return found;
    const end = new AbortController();
    const input = new Input((data) => engine.terminal.write({ terminal: id, data }));
    const state: ScreenState = reactive({ title: '', found: { index: -1, count: 0 } });
    const screen = new Screen(textOf(terminal), {
      typed: (data) => input.write(data),
      resized: (now) => resize(id, now),
      titled: (title) => (state.title = title),
      left: () => wishes.leave++,
      search: () => wishes.search++,
      follow: (uri) => (wishes.follow = uri),
      found: (result) => (state.found = result),
    });
    screen.readable = readable.value;
    let told: () => void = () => undefined;
    const wrote = new Promise<void>((resolve) => (told = resolve));
    const sink = {
      show: (data: Uint8Array, past: boolean) => screen.show(data, past).then(told),
      missed: (bytes: number) => screen.missed(bytes),
    };
    // It ends with the terminal, and nobody needs to know how.
    void followOutput(sourceOf(id), sink, end.signal).catch(() => undefined);
    states.set(id, state);
    const made = { screen, input, end, wrote };
    views.set(id, made);
    return made;
  }

  function sourceOf(terminal: string): OutputSource {
    return {
      read: (after, maxBytes, signal) => engine.terminal.read({ terminal, after, maxBytes }, { signal }),
      recover: async (error, signal) => {
        if (!(error instanceof LinkLost)) throw error;
        await link.opened(signal);
      },
      restarted: async (signal) => {
        await when(
          () => terminals.value.find(({ id }) => id === terminal)?.exit,
          (exit) => exit === null,
          signal,
        );
      },
    };
  }

  function resize(terminal: string, now: ScreenSize): void {
    size = now;
    engine.terminal.resize({ terminal, ...now }).catch(() => undefined);
  }

  const opening = ref(false);
  /** Opens a terminal for a connection, or for one of its members, and shows it; null when that failed. */
  async function open(connection: ConnectionRef, member: string | null): Promise<string | null> {
    opening.value = true;
    try {
      const { terminal } = await engine.terminal.open({ connection, member, ...size });
      active.value = terminal;
      return terminal;
    } catch (error) {
      announceFailure(error);
      return null;
    } finally {
      opening.value = false;
    }
  }

  async function restart(terminal: string): Promise<void> {
    await engine.terminal.restart({ terminal, ...size }).catch(announceFailure);
  }

  async function close(terminal: string): Promise<void> {
    await engine.terminal.close({ terminal }).catch(announceFailure);
  }

  /** Types `text`, without Enter, into a terminal of the connection: the visible one, else any, else a new one. */
  async function type(connection: ConnectionRef, text: string): Promise<boolean> {
    const usable = terminals.value.filter(
      (each) => each.exit === null && isSameConnection(each.connection, connection),
    );
    const id = (usable.find((each) => each.id === active.value) ?? usable.at(-1))?.id;
    const terminal = id ?? (await open(connection, null));
    if (terminal === null) return false;
    active.value = terminal;
    wishes.see = terminal;
    const info = await known(terminal);
    const { input, wrote } = await view(info);
    // Text typed before the prompt appears would show up twice.
    await Promise.race([wrote, new Promise((resolve) => setTimeout(resolve, PROMPT_LIMIT_MS))]);
    input.write(new TextEncoder().encode(text));
    return true;
  }

  /** The engine's entry for a terminal, as soon as it exists. */
  function known(id: string): Promise<TerminalInfo> {
    return when(
      () => terminals.value.find((each) => each.id === id),
      (found) => found !== undefined,
    );
  }

  return {
    /** Whether the engine has reported its terminals. */
    ready: computed(() => live.state.value !== null),
    terminals,
    active,
    opening,
    states,
    /** Counters that grow when the user of the visible screen wants to leave it, or to search. */
    wishes,
    readable,
    view,
    open,
    restart,
    close,
    type,
  };
});

function textOf({ number, member }: TerminalInfo) {
  return {
    label:
      member === null ? t('terminal.input', { n: number }) : t('terminal.inputFor', { n: number, member }),
    missed: (bytes: number) => t('terminal.missed', { n: formatNumber(bytes) }),
  };
}
