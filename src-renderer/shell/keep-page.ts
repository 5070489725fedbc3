/**
 * Keeps a click on a link from replacing the window by what it leads to. Electron does not ask about some addresses
 * (about:blank), and a browser about none. Links within the page work; what opens a new tab or window is not affected.
 */
export function keepPage(page: Document = document): void {
  page.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href], area[href]') : null;
    const to = link?.getAttribute('href') ?? '#';
    if (!to.startsWith('#') && link?.getAttribute('target') !== '_blank') event.preventDefault();
  });
}
