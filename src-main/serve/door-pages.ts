import { noticePage } from '../base/notice-page';
import { texts } from '../base/texts';

export const signInPage = noticePage(texts.needsAddress);

/**
 * Moves on to '/' by itself. After a link from another site, a redirect would count as that site's, and the
 * browser would not send the new cookie; from this page it does.
 */
export const signedInPage = noticePage({ ...texts.opening, next: '/' });
