import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A package that ships with the app, wholly or in part.
 * @typedef {{ name: string, version: string, licence: string, text: string }} Shipped
 */

/** Used by no import, but in what is built: the style sheets, and the runtime of the desktop window. */
const WITHOUT_IMPORT = ['tailwindcss', 'electron'];
/** What these need is for their installation, not in what ships. */
const ALONE = new Set(['electron', 'tailwindcss']);
/** Builds of one package for a system each: which of them is installed depends on the machine. */
const FOR_A_SYSTEM = /^@lydell\/node-pty-/;

/** Tests and their parts do not ship. */
const NOT_SHIPPED = /\.(test|fixture)\.ts$|\.d\.ts$/;
const IMPORT = /(?:from|import)\s*\(?\s*'([^'.][^']*)'/g;

/**
 * The packages that the sources import, and all that these depend on, by name.
 * @param {string} root @returns {Shipped[]}
 */
export function shippedPackages(root) {
  /** @type {Map<string, Shipped>} */
  const shipped = new Map();
  /** @param {string} name @param {string} from a folder */
  const add = (name, from) => {
    const folder = folderOf(name, from);
    if (folder === null || FOR_A_SYSTEM.test(name)) return;
    const {
      version,
      license,
      dependencies = {},
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const key = `${name}@${version}`;
    if (shipped.has(key)) return;
    shipped.set(key, { name, version, licence: license ?? 'unknown', text: licenceText(folder) });
    if (!ALONE.has(name)) for (const next of Object.keys(dependencies)) add(next, folder);
  };
  for (const name of [...importedBy(root), ...WITHOUT_IMPORT]) add(name, root);
  return [...shipped.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** @param {readonly Shipped[]} packages */
export function noticesOf(packages) {
  const parts = packages.map(({ name, version, licence, text }) =>
    [
      `${name} ${version}`,
      `Licence: ${licence}`,
      '',
      text === '' ? '(The package has no licence file.)' : text,
    ].join('\n'),
  );
  const head =
    'Quorate ships with the packages below, wholly or in part. Electron comes with Chromium and Node.js, whose licences\n' +
    'are in its own folder (LICENSES.chromium.html).\n\nWritten by `npm run notices`.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} root @returns {Set<string>} */
function importedBy(root) {
  const names = new Set();
  for (const side of ['src-main', 'src-shared', 'src-renderer']) {
    for (const file of readdirSync(join(root, side), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|vue|css)$/.test(file) || NOT_SHIPPED.test(file)) continue;
      for (const [, path = ''] of readFileSync(join(root, side, file), 'utf8').matchAll(IMPORT)) {
        const name = path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/');
        if (!name.startsWith('node:') && !name.startsWith('@shared')) names.add(name);
      }
    }
  }
  return names;
}

/**
 * Where Node finds a package from a folder; null when it is not installed, as some optional ones.
 * @param {string} name @param {string} from @returns {string | null}
 */
function folderOf(name, from) {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const up = dirname(from);
  return up === from ? null : folderOf(name, up);
}

/** @param {string} folder */
function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.|-|$)/i.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
