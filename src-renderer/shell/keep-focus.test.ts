import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { keepFocus } from './keep-focus';

beforeAll(() => keepFocus());
beforeEach(() => {
  document.body.innerHTML =
    '<main tabindex="-1"><section id="s"><p><button id="b">Start</button></p><button id="o">Stop</button></section></main>';
});

const find = (id: string) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
};
const focused = () => document.activeElement?.id;
const later = () => new Promise((resolve) => setTimeout(resolve, 120));

it('goes to the part of the window that the button was in, when the button vanishes', async () => {
  find('b').focus();
  find('b').remove();
  await vi.waitFor(() => expect(focused()).toBe('s'));
  find('o').focus();
  expect(find('s').hasAttribute('tabindex')).toBe(false);
});

it('goes to what is still there, when the part is gone, too', async () => {
  find('b').focus();
  find('s').remove();
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('MAIN'));
});

it('stays where somebody else has moved it', async () => {
  find('b').focus();
  find('b').remove();
  find('o').focus();
  await later();
  expect(focused()).toBe('o');
});

it('does nothing after a click elsewhere', async () => {
  find('b').focus();
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  find('b').blur();
  find('b').remove();
  await later();
  expect(document.activeElement).toBe(document.body);
});
