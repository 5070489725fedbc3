import { join } from 'node:path';
import { browserFor, open } from './browser.mjs';
import { show } from './process.mjs';
import { say } from './say.mjs';

/** The host has just printed its address, so it answers quickly. Milliseconds. */
const TICKET_LIMIT_MS = 5000;

/**
 * Runs the headless host until it ends; the host prints its address itself. Opens a browser there, if there is
 * one.
 * @param {string} root @param {string[]} options of the host
 * @returns {Promise<number>} its exit code
 */
export async function serve(root, options) {
  let output = '';
  let opened = false;
  const { code } = await show(process.execPath, [join(root, 'out', 'main', 'serve.js'), ...options], {
    onOutput: (text) => {
      if (opened) return;
      output += text;
      const url = addressIn(output);
      if (url === null) return;
      opened = true;
      void openBrowser(url);
    },
  });
  return code;
}

/**
 * The address with its token, once it is printed in full.
 * @param {string} output
 */
export function addressIn(output) {
  return /https?:\/\/[^\s"]+\?token=[^\s"]+(?=[\s"])/.exec(output)?.[0] ?? null;
}

/**
 * The same address for a command line, which every user of the machine can read: it has a ticket instead of the
 * token, valid once and within a minute. null when the host gives none.
 * @param {string} address
 */
export async function addressForOnce(address) {
  const url = new URL(address);
  try {
    const answer = await fetch(new URL(`/ticket${url.search}`, url), {
      signal: AbortSignal.timeout(TICKET_LIMIT_MS),
    });
    if (!answer.ok) return null;
    url.searchParams.set('token', await answer.text());
    return url.href;
  } catch {
    return null;
  }
}

/** @param {string} address */
async function openBrowser(address) {
  const url = await addressForOnce(address);
  const browser = url === null ? null : await browserFor(url);
  if (browser === null) {
    say('browser', 'cannot be opened here; open the address above yourself');
    return;
  }
  const sandbox = browser.args.includes('--no-sandbox') ? ', with --no-sandbox since this is root' : '';
  say('browser', `opening ${browser.command}${sandbox}`);
  open(browser);
}
