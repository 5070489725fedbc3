/**
 * Copies `text` to the system's clipboard; false when the system refuses (the page has no focus, or is not a
 * secure context).
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
