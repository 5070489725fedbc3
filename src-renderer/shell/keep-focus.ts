/** Landmarks and other parts of the window that can have the focus instead of something that was in them. */
const HOMES = 'header, section, form, main, aside, footer, [role="group"], [role="toolbar"], [role="dialog"]';

const INSIDE = '-outline-offset-2';

/** Whoever removes something may move the focus, and closing dialogs give it back, within this time. Milliseconds. */
const OTHERS_FIRST_MS = 50;

/**
 * Keeps the keyboard's place when what has the focus vanishes or becomes disabled by its own action, such as a button that
 * starts what is stopped. A button that can be pressed again gets the focus back; else the nearest part of the window
 * that had it and is still there does, so that Tab goes on from that place. Browsers would go to the start of the page. Does
 * nothing where the focus was moved already, or the user has clicked elsewhere.
 */
export function keepFocus(page: Document = document): void {
  /** What had the focus last, and what it is in, innermost first. */
  let last: { readonly element: HTMLElement; readonly around: readonly HTMLElement[] } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  page.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target !== page.body)
      last = { element: target, around: ancestorsOf(target) };
  });
  page.addEventListener('pointerdown', () => (last = null), true);

  const check = () => {
    if (last && isLost(page)) timer ??= setTimeout(restore, OTHERS_FIRST_MS);
  };
  const restore = () => {
    timer = undefined;
    if (!last || !isLost(page)) return;
    const { element, around } = last;
    if (!element.isConnected) focusPlace(around.find((each) => each.isConnected && each.matches(HOMES)));
    else if (!element.matches(':disabled')) element.focus();
  };
  new MutationObserver(check).observe(page.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled'],
  });
}

function isLost({ activeElement, body }: Document): boolean {
  return activeElement === null || activeElement === body;
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement;
  return parent ? [parent, ...ancestorsOf(parent)] : [];
}

/** It can only be focused for as long as it is. Its outline is inside, where nothing cuts it. */
function focusPlace(place: HTMLElement | undefined): void {
  if (!place) return;
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.classList.add(INSIDE);
    const leave = () => {
      place.removeAttribute('tabindex');
      place.classList.remove(INSIDE);
    };
    place.addEventListener('blur', leave, { once: true });
  }
  place.focus({ preventScroll: true });
}
