import * as v from 'valibot';
import { errorText } from '../failure';

/** What the text of a kept file holds, or why it cannot be used. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly content: T }
  /** A newer app wrote it, in format `version`; this app reads formats up to `known`. Leave such a file as it is. */
  | { readonly kind: 'newer'; readonly version: number; readonly known: number }
  /**
   * It does not have the format that it claims. `field` is the path of what is wrong, '' when that is the whole file;
   * `detail` is what the parser or the check says about it, in its own words.
   */
  | { readonly kind: 'damaged'; readonly field: string; readonly detail: string };

type Schema<T> = v.GenericSchema<unknown, T>;

/** A file without a version is of the first format. */
const envelope = v.object({ version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1) });

/**
 * A JSON file that the app keeps, in every format that it ever had. The file says its format in `version`; the formats
 * are numbered from 1. Reading takes a file of any of them to today's content, one format at a time. Writing always
 * writes today's format. `T` is today's content; it has no field `version` of its own.
 *
 * How to change a format:
 * 1. Give the schema as it is today a constant of its own that no longer follows the contract (`recordV1`): old files
 *    do not change when the contract does.
 * 2. Append `.next(schema, migrate)`. Never change, reorder or remove an older step: somebody still has such a file.
 *    `migrate` is pure; it throws for content that it cannot take over, and the file then counts as damaged.
 * 3. Add a file as the last app wrote it to the `samples` folder, and a test that reads it.
 *
 * What needs a new format: whatever an app of today would misread, refuse, or lose when it writes the file again. That
 * is a field that goes, gets another name or another meaning, a new word in a list of words, and a new field, too,
 * since an older app drops fields that it does not know. Only an optional field that nobody misses may be added without
 * one.
 *
 * What an older app does with a new format: it reads `version` and nothing else, says that a newer Quorate wrote the
 * file, and neither writes, renames nor deletes it (see `KeptFile` and `RecordStore`). So `version` must stay a number
 * at the top of a JSON object in every format to come.
 */
export class FileFormat<T extends object> {
  /** The number of today's format. */
  readonly version: number;
  readonly #take: (version: number, data: unknown) => T;

  private constructor(version: number, take: (version: number, data: unknown) => T) {
    this.version = version;
    this.#take = take;
  }

  /** Format 1. */
  static first<T extends object>(schema: Schema<T>): FileFormat<T> {
    return new FileFormat(1, (_, data) => v.parse(schema, data));
  }

  /** The format after this one, and how content of this one becomes content of that. */
  next<U extends object>(schema: Schema<U>, migrate: (old: T) => U): FileFormat<U> {
    const version = this.version + 1;
    return new FileFormat(version, (from, data) =>
      v.parse(schema, from === version ? data : migrate(this.#take(from, data))),
    );
  }

  /** Reads the text of a file. Nothing is guessed: content that does not fit in full is damaged. */
  parse(text: string): Reading<T> {
    try {
      const data: unknown = JSON.parse(text);
      const { version } = v.parse(envelope, data);
      if (version > this.version) return { kind: 'newer', version, known: this.version };
      return { kind: 'read', content: this.#take(version, data) };
    } catch (error) {
      return { kind: 'damaged', field: fieldOf(error), detail: errorText(error) };
    }
  }

  /** The text of a file, in today's format; for people to read, too. */
  text(content: T): string {
    return `${JSON.stringify({ version: this.version, ...content }, null, 2)}\n`;
  }
}

function fieldOf(error: unknown): string {
  if (!v.isValiError(error)) return '';
  return v.getDotPath(error.issues[0]) ?? '';
}
