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
