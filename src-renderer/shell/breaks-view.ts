/**
 * Whether an error that Vue caught leaves a component without a view. `info` is Vue's word for its origin:
 * text in development ("render function"), in production the address of an error reference with a short code
 * (see `ErrorTypeStrings` in Vue's runtime-core). An error in an event handler or a watcher leaves the view
 * as it is.
 */
export function breaksView(info: string): boolean {
  const code = /#runtime-(.+)$/.exec(info)?.[1];
  if (code !== undefined) return !/^([2-9]|10|11|12)$/.test(code);
  return !/handler|watcher|directive|transition/.test(info);
}
