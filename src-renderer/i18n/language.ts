import { type Language, languageOf } from '@shared/language';
import * as en from './en/index';

/** What every language has: the texts that English has. */
export type Texts = typeof en.texts;

/** A language is a folder beside this file, whose `index.ts` exports these two. */
export interface LanguageFolder {
  readonly texts: Texts;
  readonly locale: string;
}

const folders: Readonly<Record<Language, LanguageFolder>> = { en };

/** The language of this window. */
export const language = languageOf(navigator.languages);

/** Its texts, and the locale that numbers and times are written in. */
export const { texts, locale } = folders[language];
