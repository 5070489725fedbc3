/** How a call ended, for its caller: a dialog shows `error` beside the field it belongs to. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  /** `error` is null when the call was not made because one of its kind is already running. */
  | { readonly ok: false; readonly error: unknown };
