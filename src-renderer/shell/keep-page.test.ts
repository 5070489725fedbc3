import { expect, it } from 'vitest';
import { keepPage } from './keep-page';

it.each([
  ['<a href="about:blank"><b>x</b></a>', true],
  ['<a href="https://etcd.io/">x</a>', true],
  ['<a href="javascript:1">x</a>', true],
  ['<a href="#main">x</a>', false],
  ['<a href="https://etcd.io/" target="_blank">x</a>', false],
  ['<button>x</button>', false],
])('a click on %s is kept from replacing the window: %s', (html, kept) => {
  const page = document.implementation.createHTMLDocument();
  keepPage(page);
  let prevented = false;
  page.addEventListener('click', (event) => {
    prevented = event.defaultPrevented;
    // The test's browser would follow the link.
    event.preventDefault();
  });
  page.body.innerHTML = html;
  const click = new MouseEvent('click', { bubbles: true, cancelable: true });
  page.body.querySelector('b, a, button')?.dispatchEvent(click);
  expect(prevented).toBe(kept);
});
