/*
 * Servers, keys and logs hold text of others. Some characters in it would change how a line reads without being seen: they
 * reorder it (Unicode, UAX 9), hide, move the cursor of whoever pastes it, or make two names look the same.
 */

/** What of it can be seen: all other characters are left as they are. Without surrogates, to be quick to look for. */
const SEEN = String.raw` -~\u00a0-\u00ac\u00ae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u200a\u2010-\u2027\u202f-\u205f\u2070-\u3163\u3165-\ud7ff`;
const seenLine = new RegExp(`^[${SEEN}]*$`);
const seenLines = new RegExp(`^[\t\n${SEEN}]*$`);

const emoji = String.raw`\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?`;
/** Where characters that are not seen change the one before them, as they should. */
const JOINED = [
  // Emoji that are one with the next, such as a woman and a fire engine, or are drawn as text.
  String.raw`${emoji}(?:\u200d${emoji})*\ufe0e?`,
  // A digit on a key.
  String.raw`[0-9#*]\ufe0f\u20e3`,
  // The flags of England, Scotland and Wales: a black flag with the name in tags, which could hide any text.
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  // One of the ways to write an ideograph.
  String.raw`\p{Unified_Ideograph}[\u{e0100}-\u{e01ef}]`,
]
  .reverse()
  .join('|');
/** What is not seen: controls, separators of lines, all that Unicode says to draw as nothing, and notes between lines. */
const HIDDEN = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]`;
const inLine = new RegExp(`(${JOINED})|${HIDDEN}`, 'gu');
/** A tab and both ends of a line are kept. */
const inLines = new RegExp(`(${JOINED}|\t|\r?\n)|${HIDDEN}`, 'gu');

/**
 * The text with each character that is not seen written out, as `\u202e`. For showing it, never for copying or keeping it. It
 * keeps tabs and line ends: see `visibleLine`. What it returns it returns again.
 */
export function visibleText(text: string): string {
  return seenLines.test(text) ? text : text.replace(inLines, writtenOut);
}

/** `visibleText` where there is one line: a tab and a line end would be blanks there, or begin a line of their own. */
export function visibleLine(text: string): string {
  return seenLine.test(text) ? text : text.replace(inLine, writtenOut);
}

/** What a template or a sentence says: text made visible, in one line or in several, and any other value as it is. */
export function shown(value: unknown, inLines = false): unknown {
  if (typeof value !== 'string') return value;
  return inLines ? visibleText(value) : visibleLine(value);
}

function writtenOut(found: string, joined?: string): string {
  if (joined !== undefined) return joined;
  const hex = (found.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex}`;
}
