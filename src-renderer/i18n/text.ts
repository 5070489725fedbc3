import { shown } from '@shared/visible-text';
import { createI18n } from 'vue-i18n';
import { language, type Texts, texts } from './language';

/** Where a text stands: the names on the way to it, with dots between, such as `keys.tree.folder`. */
export type TextKey = Leaves<Texts>;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** The keys of the texts in one group: `TextsIn<'keys.create'>` has `title` in it. */
export type TextsIn<Group extends string> = TextKey extends infer Key
  ? Key extends `${Group}.${infer Rest}`
    ? Rest
    : never
  : never;

/** What stands in the braces of a text, by name. */
export type Named = Readonly<Record<string, unknown>>;

/** A text that is still to be said: its key, and what stands in its braces. */
export interface Words {
  readonly key: TextKey;
  readonly named: Named;
}

const { t: translate } = createI18n({
  legacy: false,
  locale: language,
  messages: { [language]: texts },
}).global;

/**
 * The text of a key in the window's language. A key that does not exist does not compile; one that is put together in a
 * template literal is checked for each value that the part in it can have.
 *
 * @param named What stands in its braces.
 * @param count Chooses between plural forms; it is `{n}` in the text unless `named` says otherwise.
 */
export function t(key: TextKey, named?: Named, count?: number): string {
  if (named === undefined && count === undefined) return plain(key);
  const visible = shownAll(named ?? {});
  return count === undefined ? translate(key, visible) : translate(key, visible, count);
}

/** Kept, because drawing a row of a list must cost no lookup of its words: they took a tenth of a busy log's time. */
const kept = new Map<TextKey, string>();

function plain(key: TextKey): string {
  const text = kept.get(key) ?? translate(key);
  kept.set(key, text);
  return text;
}

/** What stands in the braces may be text of others. */
function shownAll(named: Named): Named {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, shown(value)]));
}
