/**
 * Whether an error that Vue caught leaves a component without a picture. `info` is Vue's word for where it came
 * from: text in development ("render function"), the address of an error reference with a short code in
 * production (see `ErrorTypeStrings` in Vue's runtime-core). What happens in an event handler or a watcher leaves
 * the view as it is.
 */
export function breaksView(info: string): boolean {
  const code = /#runtime-(.+)$/.exec(info)?.[1];
  if (code !== undefined) return !/^([2-9]|10|11|12)$/.test(code);
  return !/handler|watcher|directive|transition/.test(info);
}
