import type { InputReason } from '@shared/contract/reasons';

/** What valibot found wrong with an input, without valibot's English. Takes its issue, or the standard schema's that is one. */
export function inputReason(issue: unknown): InputReason {
  const { expected, received } = Object(issue) as Readonly<Record<string, unknown>>;
  const sent = typeof received === 'string' ? received : '';
  return typeof expected === 'string'
    ? { kind: 'other-type', expected, received: sent }
    : { kind: 'refused', received: sent };
}
