import type { TerminalOutput } from '@shared/contract/terminal';
import { describe, expect, it } from 'vitest';
import { followOutput, type OutputSource } from './output';

const encode = (text: string) => new TextEncoder().encode(text);

function output(from: number, text: string, end: number, code: number | null = null): TerminalOutput {
  const data = encode(text);
  const exit = code === null ? null : { code, signal: null };
  return { from, data, next: from + data.length, end, exit };
}

/** Gives the listed answers, then waits until it is aborted. */
function follow(answers: readonly (TerminalOutput | Error)[], recover: () => Promise<void>) {
  const abort = new AbortController();
  const rest = [...answers];
  const asked: number[] = [];
  const shown: unknown[] = [];
  const source: OutputSource = {
    read: (after) => {
      asked.push(after);
      const next = rest.shift();
      if (next instanceof Error) return Promise.reject(next);
      if (next) return Promise.resolve(next);
      abort.abort();
      return Promise.reject(new Error('enough'));
    },
    recover: (_error, signal) => (signal.aborted ? never() : recover()),
    restarted: () => {
      shown.push('restarted');
      return Promise.resolve();
    },
  };
  const sink = {
    show: (data: Uint8Array, past: boolean) => {
      shown.push([new TextDecoder().decode(data), past ? 'past' : 'now']);
      return Promise.resolve();
    },
    missed: (bytes: number) => void shown.push(`missed ${bytes}`),
  };
  const done = followOutput(source, sink, abort.signal).catch(() => undefined);
  return done.then(() => ({ asked, shown }));
}
const never = () => Promise.reject(new Error('there is no use'));

describe('the output of a terminal', () => {
  it('is shown piece by piece; earlier output counts as past, whose queries get no answer', async () => {
    const { asked, shown } = await follow([output(0, 'ab', 3), output(2, 'c', 5), output(3, 'de', 5)], never);
    expect(shown).toEqual([
      ['ab', 'past'],
      ['c', 'past'],
      ['de', 'now'],
    ]);
    expect(asked).toEqual([0, 2, 3, 5]);
  });

  it('reports how much was dropped', async () => {
    const { shown } = await follow([output(100, 'ab', 102)], never);
    expect(shown).toEqual(['missed 100', ['ab', 'past']]);
  });

  it('continues where it was after the link was lost', async () => {
    const { asked } = await follow([output(0, 'ab', 2), new Error('lost'), output(2, 'c', 3)], () =>
      Promise.resolve(),
    );
    expect(asked).toEqual([0, 2, 2, 3]);
  });

  it('continues when a new shell starts', async () => {
    const { shown } = await follow([output(0, 'a', 1, 7), output(1, 'b', 2)], never);
    expect(shown).toEqual([['a', 'past'], 'restarted', ['b', 'now']]);
  });
});
