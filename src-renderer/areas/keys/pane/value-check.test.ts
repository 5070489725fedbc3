import { afterEach, beforeEach, expect, it, test, vi } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { checkValue, useValueCheck } from './value-check';
import type { ValueText } from '../../../values/value-mode';

const exact = (text: string): ValueText => ({ text, as: 'exact' });

test.each([
  ['{"a":\n 1,}', 'keys.value.invalidJson', { line: 2, column: 4 }],
  ['', null, null],
  ['{}', null, null],
] as const)('JSON %j is said to have the problem %s', (text, key, place) => {
  const { problem } = checkValue(exact(text), 'json');
  expect(problem?.key ?? null).toBe(key);
  if (place) expect(problem).toMatchObject({ named: place, blocks: false });
});

test('hex that stands for no bytes blocks, and says where and why', () => {
  expect(checkValue(exact('00\n0g'), 'hex').problem).toEqual({
    key: 'keys.value.invalidHex',
    named: { line: 2, column: 1, found: '0g' },
    blocks: true,
  });
  expect(checkValue(exact('00 1'), 'hex').problem?.key).toBe('keys.value.invalidHexEnd');
});

test('JSON that can be laid out comes with its lines; text, and what is only a view, with nothing', () => {
  expect(checkValue(exact('[1]'), 'json').laidOut).toBe('[\n  1\n]');
  expect(checkValue(exact('[1]'), 'text').laidOut).toBeNull();
  expect(checkValue({ text: '[1]', as: 'formatted' }, 'json').laidOut).toBeNull();
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a long text is checked when the typing pauses, a short one at once', async () => {
  const shown = shallowRef(exact('[1'));
  const scope = effectScope();
  const check = scope.run(() => useValueCheck(() => [shown.value, 'json'] as const));
  expect(check?.value.problem).not.toBeNull();
  shown.value = exact('[1]');
  await nextTick();
  expect(check?.value.problem).toBeNull();
  shown.value = exact(`[${' '.repeat(100_000)}`);
  await nextTick();
  expect(check?.value.problem).toBeNull();
  vi.advanceTimersByTime(300);
  expect(check?.value.problem).not.toBeNull();
  scope.stop();
});
