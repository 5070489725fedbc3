import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

/** A folder with more files is two capabilities, or too large to read. */
const MOST_FILES = 30;

/** A generator's output is split like its sources. */
const GENERATED = 'src-main/etcd/gen';

const SIDES = ['src-main', 'src-renderer', 'src-shared'];

const SOURCE = /\.(ts|vue|mjs|js|css)$/;
const TEST = /\.test\.ts$/;

/** The text between the quotes of an import, an export from elsewhere, or a dynamic import; types count, too. */
const IMPORT =
  /(?:^\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*|^\s*import\s*|\bimport\(\s*)(?<quote>['"])(?<from>[^'"]+)\k<quote>/gm;

/**
 * What is wrong with how the folders of the house stand, a paragraph each: folders that need each other, and folders
 * with too many files.
 * @param {string} root
 * @returns {string[]}
 */
export function houseProblems(root) {
  return [...circles(importsOf(root)).map(circleText), ...crowded(root)];
}

/** @typedef {{ file: string, to: string }} Import a file, and the folder of what it imports */

/**
 * The imports from one folder of the sources into another, by the folder that imports. A folder is one that has files
 * itself; tests are left out.
 * @param {string} root
 * @returns {Map<string, Import[]>}
 */
export function importsOf(root) {
  /** @type {Map<string, Import[]>} */
  const imports = new Map();
  for (const file of SIDES.flatMap((side) => filesBelow(root, side))) {
    if (!SOURCE.test(file) || TEST.test(file)) continue;
    const from = posix.dirname(file);
    const targets = [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].flatMap(
      ({ groups }) => targetOf(root, from, groups?.from ?? '') ?? [],
    );
    const others = targets.map((target) => posix.dirname(target)).filter((to) => to !== from);
    imports.set(from, [...(imports.get(from) ?? []), ...others.map((to) => ({ file, to }))]);
  }
  return imports;
}

/**
 * The groups of folders in which each needs all others, directly or by way of others (Tarjan's strongly connected
 * components).
 * @param {Map<string, Import[]>} imports
 * @returns {Import[][]} the imports within each group: one for each pair of folders
 */
export function circles(imports) {
  /** @type {Map<string, { index: number, low: number, open: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const groups = [];
  /** @param {string} folder */
  const visit = (folder) => {
    const own = { index: seen.size, low: seen.size, open: true };
    seen.set(folder, own);
    stack.push(folder);
    for (const { to } of imports.get(folder) ?? []) {
      const other = seen.get(to);
      if (!other) own.low = Math.min(own.low, visit(to));
      else if (other.open) own.low = Math.min(own.low, other.index);
    }
    if (own.low === own.index) {
      const group = stack.splice(stack.indexOf(folder));
      for (const member of group) Object.assign(seen.get(member) ?? {}, { open: false });
      if (group.length > 1) groups.push(group);
    }
    return own.low;
  };
  for (const folder of imports.keys()) if (!seen.has(folder)) visit(folder);
  return groups.map((group) => group.flatMap((from) => between(imports.get(from) ?? [], group)));
}

/** @param {Import[]} imports @param {string[]} group */
function between(imports, group) {
  const inside = imports.filter(({ to }) => group.includes(to));
  return inside.filter(({ to }, at) => inside.findIndex((other) => other.to === to) === at);
}

/** @param {Import[]} imports */
function circleText(imports) {
  const folders = [...new Set(imports.map(({ file }) => posix.dirname(file)))].sort();
  const lines = imports.map(({ file, to }) => `  ${file} imports from ${to}`).sort();
  return [`these folders need each other: ${folders.join(', ')}`, ...lines].join('\n');
}

/** @param {string} root */
function crowded(root) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const file of [...SIDES, 'test', 'scripts'].flatMap((folder) => filesBelow(root, folder))) {
    const folder = posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > MOST_FILES && folder !== GENERATED)
    .map(([folder, count]) => `${folder} has ${count} files: part it (at most ${MOST_FILES})`);
}

/**
 * The file that an import means, from the root; null for a package. Folders are enough, so its extension may be missing.
 * @param {string} root @param {string} from a folder @param {string} text
 */
function targetOf(root, from, text) {
  const path = text.startsWith('@shared/') ? posix.join('src-shared', text.slice('@shared/'.length)) : text;
  if (path === text && !text.startsWith('.')) return null;
  const target = path === text ? posix.join(from, text) : path;
  if (!SIDES.some((side) => target.startsWith(`${side}/`))) return null;
  // The folder of an import without an extension is that of the file; nothing here is imported by its folder's name.
  return existsSync(join(root, dirname(target))) ? target : null;
}

/**
 * @param {string} root @param {string} folder
 * @returns {string[]} paths from the root, parted by '/'
 */
function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
