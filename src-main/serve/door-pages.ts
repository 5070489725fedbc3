import { noticePage } from '../base/notice-page';

export const signInPage = noticePage({
  title: 'This page needs its full address',
  text:
    'Quorate was started again, or this address lacks its token. Open the address that Quorate printed when it ' +
    'started: it ends in <code>/?token=...</code>. If you no longer see it, start Quorate again.',
});

/**
 * Goes on to '/' by itself. Where a link on another site led here, a redirect would count as that site's, and the new
 * cookie would be held back; from this page of ours it is sent.
 */
export const signedInPage = noticePage({ title: 'Opening Quorate', text: 'One moment.', next: '/' });
