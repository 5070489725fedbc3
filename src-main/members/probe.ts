import type { MemberRow } from '@shared/contract/members';
import { Backoff } from '../base/pace/backoff';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { EtcdChannel, type EtcdChannelOptions } from '../etcd/links/channel';
import { status } from '../etcd/calls/maintenance';
import type { Clock, LatestCall } from './pace';
import { delayMs, Trouble } from './pace';
import type { ObservedEndpoint, Outcome } from './row';
import { emptyRow, isSettled, named, nextRow } from './row';
import { memberStatus } from './status';

/** On a link without delay, a member that does not answer within this time counts as not answering. Milliseconds. */
const STATUS_DEADLINE_MS = 1000;

/** What a probe needs from its owner. */
export interface ProbeOwner {
  readonly clock: Clock;
  readonly channelOptions: EtcdChannelOptions;
  refreshMs(): number;
  /** Whether to poll fast because of what is known of other members. */
  hurried(): boolean;
  /** The row changed. */
  changed(): void;
  /** The member behind `channel` answered. */
  answered(channel: EtcdChannel, row: MemberRow): void;
}

/** Polls the status of one endpoint on its own schedule while the endpoint's process runs. */
export class MemberProbe implements Disposable {
  #row: MemberRow;
  #channel: EtcdChannel | null = null;
  #timer: NodeJS.Timeout | undefined;
  #latest: LatestCall | null = null;
  #asking: Promise<void> | null = null;
  #askingAgain: Promise<void> | null = null;
  readonly #trouble: Trouble;
  /** Polls no earlier than that, on the owner's clock. */
  #restsUntil = 0;

  constructor(
    readonly url: string,
    private readonly owner: ProbeOwner,
  ) {
    this.#row = emptyRow(url);
    this.#trouble = new Trouble(owner.clock, true);
  }

  get row(): MemberRow {
    return this.#row;
  }

  /** Starts or stops polling, depending on whether the endpoint's process runs. */
  update({ running }: ObservedEndpoint): void {
    if (running && !this.#channel) this.#open();
    else if (!running) this.#close();
  }

  rename(name: string): void {
    this.#set(named(this.#row, name));
  }

  /** Asks once, now or right after the call under way; concurrent callers share that call. */
  ask(): Promise<void> {
    if (!this.#asking) return this.#ask();
    const again = () => {
      this.#askingAgain = null;
      return this.#ask();
    };
    this.#askingAgain ??= this.#asking.then(again, again);
    return this.#askingAgain;
  }

  /** Decides again when to ask next. */
  schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#channel || this.#asking) return;
    const fast = this.owner.hurried() || this.#trouble.isRecent;
    const now = this.owner.clock();
    const delay = delayMs(this.#latest, now, fast, this.owner.refreshMs());
    this.#timer = setTimeout(() => void this.ask(), Math.max(delay, this.#restsUntil - now));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#channel?.dispose();
    this.#channel = null;
  }

  #open(): void {
    try {
      this.#channel = new EtcdChannel(this.url, this.owner.channelOptions);
    } catch (error) {
      this.#take({ kind: 'failed', failure: failureOf(error) });
      return;
    }
    const losses = new Backoff(this.owner.clock);
    this.#channel.onLost(() => this.#lost(losses));
    this.#latest = null;
    this.#restsUntil = 0;
    this.#trouble.restart();
    this.#take({ kind: 'started' });
    this.schedule();
  }

  /**
   * A lost connection often means a killed process, so this asks at once. A server that ends each connection would be
   * dialled a thousand times a second that way: one that is lost again soon is asked later and later.
   */
  #lost(losses: Backoff): void {
    const wait = losses.next();
    this.#restsUntil = this.owner.clock() + wait;
    if (wait === 0) void this.ask();
    else this.schedule();
  }

  #close(): void {
    this.dispose();
    this.#take({ kind: 'not-running' });
  }

  #ask(): Promise<void> {
    clearTimeout(this.#timer);
    const channel = this.#channel;
    if (!channel) return Promise.resolve();
    const asking = this.#call(channel)
      .finally(() => {
        if (this.#asking === asking) this.#asking = null;
        // Polling continues after any outcome, even after a bug or a restart meanwhile.
        this.schedule();
      })
      .then((outcome) => {
        if (this.#channel !== channel) return;
        this.#take(outcome);
        if (outcome.kind === 'answered') this.owner.answered(channel, this.#row);
        this.schedule();
      });
    this.#asking = asking;
    return asking;
  }

  async #call(channel: EtcdChannel): Promise<Outcome> {
    const { clock } = this.owner;
    const startedAt = clock();
    try {
      const answer = await status(channel, { deadlineMs: channel.patience.answerMs(STATUS_DEADLINE_MS) });
      const roundTripMs = clock() - startedAt;
      return { kind: 'answered', status: memberStatus(answer), roundTripMs, at: new Date() };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    } finally {
      if (this.#channel === channel) this.#latest = { startedAt, endedAt: clock() };
    }
  }

  #take(outcome: Outcome): void {
    const row = nextRow(this.#row, outcome, this.owner.refreshMs());
    this.#trouble.update(!isSettled(row));
    this.#set(row);
  }

  #set(row: MemberRow): void {
    if (row === this.#row) return;
    this.#row = row;
    this.owner.changed();
  }
}

/** Calls fail with failures only; anything else is a bug and is rethrown. */
function failureOf(error: unknown) {
  if (error instanceof Failure) return error.value;
  throw error;
}
