/** Whether it leads to the web; any other kind of link could start a program. */
export function isWebLink(uri: string): boolean {
  return /^https?:\/\//i.test(uri);
}

/** Opens web links only, in the system's browser or another tab, which learns nothing about this page. */
export function openLink(uri: string): void {
  if (isWebLink(uri)) window.open(uri, '_blank', 'noopener,noreferrer');
}
