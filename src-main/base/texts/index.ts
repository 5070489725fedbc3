import { type Language, languageOf } from '@shared/language';
import { en } from './en';

/** What every language has: the texts that English has. */
export type HostTexts = typeof en;

/** A language is a file beside this one. */
const languages: Readonly<Record<Language, HostTexts>> = { en };

/** The language of the hosts: the system's, by the rule that the window follows. */
export const language = languageOf([Intl.DateTimeFormat().resolvedOptions().locale]);

/**
 * All that a host says outside of a window's page: native menus and dialogs, pages that stand in for the window, the
 * terminal that it was started in, and why it could not start.
 */
export const texts: HostTexts = languages[language];
