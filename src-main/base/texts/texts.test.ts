import { expect, it } from 'vitest';
import { en } from './en';
import type { HostTexts } from './index';

it('a language that lacks a text of the hosts does not compile', () => {
  const { reload, ...others } = en.crashed;
  // @ts-expect-error `crashed.reload` is not there.
  const lacking: HostTexts = { ...en, crashed: others };
  const whole: HostTexts = { ...lacking, crashed: { ...others, reload } };
  expect(whole.crashed.reload).toBe(en.crashed.reload);
});

it.each([
  [[], [], 'Stopping Quorate…'],
  [['local'], [], 'Stopping Quorate and the cluster local…'],
  [['a', 'b', 'c'], ['d'], 'Stopping Quorate and the clusters a, b and c… Left running: the cluster d.'],
  [[], ['a', 'b'], 'Stopping Quorate… Left running: the clusters a and b.'],
])('the host that ends says which clusters stop, %j, and which keep running, %j', (ending, staying, text) => {
  expect(en.commandLine.stopping({ ending, staying })).toBe(text);
});
