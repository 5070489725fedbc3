/** The languages of Quorate, by their BCP 47 subtag. Texts are written in English first. */
export const languages = ['en'] as const;

export type Language = (typeof languages)[number];

/**
 * The language of the window, and of what a host says outside of it: the first of the `preferred` BCP 47 tags, the most
 * wanted first, whose language Quorate has; English when it has none of them.
 */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [subtag] = tag.toLowerCase().split('-');
    const found = languages.find((language) => language === subtag);
    if (found) return found;
  }
  return 'en';
}
