/**
 * Puts `text` on the system's clipboard; false when the system refuses (a page that has not the focus, or is
 * not a secure context).
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
