/** How a call ended, for who asked: a dialog shows `error` beside the field it belongs to. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  /** `error` is null when the call was not made, since one of its kind is under way. */
  | { readonly ok: false; readonly error: unknown };
