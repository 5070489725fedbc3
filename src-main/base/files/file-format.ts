import * as v from 'valibot';
import { errorText } from '../failure';
import { shown } from '../large-parts';

/** The content of a kept file, or why it cannot be used. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly content: T }
  /** A newer app wrote it, in format `version`; this app reads formats up to `known`. Leave such a file as it is. */
  | { readonly kind: 'newer'; readonly version: number; readonly known: number }
  /**
   * The file does not match the format that it claims. `field` is the path of the wrong field, '' when the whole
   * file is wrong; `detail` is the message of the parser or the check, or the start of it.
   */
  | { readonly kind: 'damaged'; readonly field: string; readonly detail: string };

type Schema<T> = v.GenericSchema<unknown, T>;

/** The first thing that is wrong is the one told: a file with a million of them must not take a second. */
const FIRST = { abortEarly: true };

/** A file without a version has format 1. */
const envelope = v.object({ version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1) });

/**
 * A JSON file that the app keeps, in every format that it ever had. The field `version` of the file holds its
 * format, numbered from 1. Reading accepts every format and converts the content to today's, one format at a time.
 * Writing always uses today's format. `T` is today's content; it has no field `version` of its own.
 *
 * How to change a format:
 * 1. Give the schema as it is today a constant of its own that no longer follows the contract (`recordV1`): old
 * files
 *    do not change when the contract does.
 * 2. Append `.next(schema, migrate)`. Never change, reorder or remove an older step: somebody still has such a
 * file.
 *    `migrate` is pure; it throws for content that it cannot convert, and the file then counts as damaged.
 * 3. Add a file as the last app wrote it to the `samples` folder, and a test that reads it.
 *
 * A change needs a new format if today's app would misread, refuse, or lose it when it writes the file again. That
 * covers a field that is removed, renamed or gets another meaning, a new word in a list of words, and also a new
 * field, since an older app drops fields that it does not know. Only an optional field that can be lost without
 * harm may be added without a new format.
 *
 * An older app reads only `version` of a new format, says that a newer Quorate wrote the file, and does not write,
 * rename or delete it (see `KeptFile` and `RecordStore`). So `version` must stay a number at the top of a JSON
 * object in every format to come.
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
    return new FileFormat(1, (_, data) => v.parse(schema, data, FIRST));
  }

  /** Adds the next format; `migrate` converts content of this format to the next. */
  next<U extends object>(schema: Schema<U>, migrate: (old: T) => U): FileFormat<U> {
    const version = this.version + 1;
    return new FileFormat(version, (from, data) =>
      v.parse(schema, from === version ? data : migrate(this.#take(from, data)), FIRST),
    );
  }

  /** Reads the text of a file. Guesses nothing: content that does not match in full is damaged. */
  parse(text: string): Reading<T> {
    try {
      const data: unknown = JSON.parse(text);
      const { version } = v.parse(envelope, data);
      if (version > this.version) return { kind: 'newer', version, known: this.version };
      return { kind: 'read', content: this.#take(version, data) };
    } catch (error) {
      return { kind: 'damaged', field: fieldOf(error), detail: shown(errorText(error)) };
    }
  }

  /** The text of a file in today's format, indented so that people can read it. */
  text(content: T): string {
    return `${JSON.stringify({ version: this.version, ...content }, null, 2)}\n`;
  }
}

function fieldOf(error: unknown): string {
  if (!v.isValiError(error)) return '';
  return v.getDotPath(error.issues[0]) ?? '';
}
