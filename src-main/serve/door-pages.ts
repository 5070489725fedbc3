import { noticePage } from '../base/notice-page';
import { texts } from '../base/texts';

export const signInPage = noticePage(texts.needsAddress);

/**
 * Goes on to '/' by itself. Where a link on another site led here, a redirect would count as that site's, and the new
 * cookie would be held back; from this page of ours it is sent.
 */
export const signedInPage = noticePage({ ...texts.opening, next: '/' });
