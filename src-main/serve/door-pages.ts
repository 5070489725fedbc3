import { KEY_ITEM } from '@shared/session-key';
import { noticePage } from '../base/notice-page';
import { texts } from '../base/texts';

export const signInPage = noticePage(texts.needsAddress);

/** Where the script of `signedInPage` is served. */
export const DOOR_SCRIPT_PATH = '/door.js';

/**
 * Gives the page its key, which its script keeps, and moves on to '/', in the place of the address with the token. A
 * redirect would not do: it cannot hand over a key without another address that tells it, and after a link from
 * another site the browser would not send the new cookie.
 */
export function signedInPage(key: string): string {
  return noticePage({
    ...texts.opening,
    head: `<meta name="key" content="${key}"><script src="${DOOR_SCRIPT_PATH}" defer></script>`,
  });
}

export const doorScript = `localStorage.setItem(${JSON.stringify(KEY_ITEM)}, document.querySelector('meta[name=key]').content);
location.replace('/');
`;
