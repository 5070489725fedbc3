import { expect, expectTypeOf, test } from 'vitest';
import * as en from './en/index';
import type { LanguageFolder, Texts } from './language';
import { t, type TextKey, type TextsIn } from './text';

/*
 * What must not compile is proven by the `types` step: an expected error that does not come is an error there.
 */

test('a text is found by its key, with what stands in its braces', () => {
  expect(t('ui.copy', { what: 'path' })).toBe('Copy path');
});

test('a count chooses the plural form', () => {
  expect(t('logs.lines', { n: '1' }, 1)).toBe('1 line');
  expect(t('logs.lines', { n: '1,204' }, 1204)).toBe('1,204 lines');
});

test('a key that does not exist does not compile', () => {
  const word: string = 'close';
  const wrong = () => [
    // @ts-expect-error There is no such text.
    t('ui.nonsense'),
    // @ts-expect-error A group of texts is no text.
    t('ui.diff'),
    // @ts-expect-error Any word could be in it.
    t(`ui.${word}`),
  ];
  expectTypeOf(wrong).returns.toEqualTypeOf<string[]>();
  expectTypeOf<'ui.nonsense'>().not.toExtend<TextKey>();
});

test('a key of parts is checked for each value that a part can have', () => {
  const named = (role: 'leader' | 'follower') => t(`members.role.${role}`);
  expect(named('leader')).toBe('leader');
  // @ts-expect-error There is no king.
  const unnamed = (role: 'leader' | 'king') => t(`members.role.${role}`);
  expect(unnamed('leader')).toBe('leader');
  expectTypeOf<'leader' | 'follower'>().toExtend<TextsIn<'members.role'>>();
});

test('a language that lacks a text does not compile', () => {
  const { ui, ...others } = en.texts;
  const { close, ...uiWithoutClose } = ui;
  // @ts-expect-error `ui.close` is not there.
  const lacking: Texts = { ...others, ui: uiWithoutClose };
  const whole: LanguageFolder = { locale: 'de-DE', texts: { ...lacking, ui: { ...uiWithoutClose, close } } };
  expect(whole.texts.ui.close).toBe(en.texts.ui.close);
});

test('a reason, which stands inside a sentence, has no end of its own', () => {
  const textsOf = (group: object): readonly string[] =>
    Object.values(group).flatMap((each: unknown) =>
      typeof each === 'string' ? [each] : typeof each === 'object' && each !== null ? textsOf(each) : [],
    );
  const ended = textsOf(en.texts.reasons).filter((text) => /[.?!]$/.test(text));
  expect(ended).toEqual([]);
});
