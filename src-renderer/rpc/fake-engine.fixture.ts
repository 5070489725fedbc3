import { type AnyContractRouter, isContractProcedure } from '@orpc/contract';
import type { AppInfo } from '@shared/contract/app';
import { contract } from '@shared/contract/contract';
import { afterEach, beforeEach, type Mock, vi } from 'vitest';
import { ref, shallowRef } from 'vue';
import type { Connection, LinkState } from './connection';
import type * as realModule from './engine';
import type { Engine } from './engine';

/** The engine with a spy in place of each procedure. The contract gives the types of both. */
export type Fake<E> = E extends (...args: never[]) => unknown
  ? Mock<E>
  : { readonly [K in keyof E]: Fake<E[K]> };

/** What a procedure answers unless the test says otherwise. */
type Answer = (input: unknown, options?: { readonly signal?: AbortSignal }) => Promise<unknown>;

const spies: Mock[] = [];
const answers = new Map<unknown, Answer>();
const unanswered = new Set<string>();

function fakeOf(router: AnyContractRouter, path: readonly string[]): unknown {
  if (isContractProcedure(router)) return spyOf(path.join('.'));
  return Object.fromEntries(
    Object.entries(router).map(([name, each]) => [name, fakeOf(each, [...path, name])]),
  );
}

function spyOf(path: string): Mock {
  const spy: Mock = vi.fn<Answer>((input, options) => {
    const answer = answers.get(spy);
    if (answer) return answer(input, options);
    unanswered.add(path);
    return Promise.reject(new Error(`The test gives no answer for ${path}.`));
  });
  spies.push(spy);
  return spy;
}

/**
 * The engine in a renderer test. The test answers the procedures that it needs, and the compiler checks each answer
 * against the contract: `fakeEngine.keys.put.mockResolvedValue({ kind: 'saved', revision: '3' })`. A call of any other
 * procedure fails the test, even if the window handles the failure. Each test starts without answers.
 *
 * A test puts it in place of the real engine like this:
 * `vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule)`.
 */
// The walk over the contract loses its types; `Engine` has them from the same contract.
export const fakeEngine = fakeOf(contract, []) as Fake<Engine>;

/** What the test says about the engine's host; null at the start of each test. */
export const fakeInfo = shallowRef<AppInfo | null>(null);

/** The link to the engine; open at the start of each test. */
export const fakeLink = ref<LinkState>('open');

/** A desktop host that supports everything. */
export const sampleInfo: AppInfo = {
  host: 'desktop',
  version: '1.0.0',
  platform: 'linux',
  dataFolder: '/data',
  canOpenFolders: true,
  canPickFiles: true,
  terminal: true,
  engine: 'e1',
};

/** Replaces `rpc/engine`: an open link to the fake engine. */
export const engineModule: Omit<typeof realModule, 'connection'> & {
  connection: Pick<Connection, 'opened'>;
} = {
  engine: fakeEngine,
  engineInfo: fakeInfo,
  link: fakeLink,
  retryLink: () => undefined,
  linkTrouble: ref(null),
  connection: { opened: () => Promise.resolve() },
};

/** Gives a procedure an answer that lasts for all tests of the file. */
export function answerAlways(procedure: unknown, answer: Answer): void {
  answers.set(procedure, answer);
}

beforeEach(() => {
  for (const spy of spies) spy.mockReset();
  fakeInfo.value = null;
  fakeLink.value = 'open';
});

afterEach(() => {
  const calls = [...unanswered].join(', ');
  unanswered.clear();
  if (calls !== '') throw new Error(`The test gives no answer for ${calls}.`);
});
