import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The absolute path of the first of these programs on PATH, or null.
 * @param {readonly string[]} names @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function onPath(names, env = process.env) {
  return names.map((name) => everyOnPath(name, env)[0]).find((file) => file !== undefined) ?? null;
}

/**
 * The absolute paths of all programs with that name on PATH, in order.
 * @param {string} name @param {NodeJS.ProcessEnv} [env]
 */
export function everyOnPath(name, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program(name))).filter(isProgram);
}

/** A program's file name on this system. */
export function program(/** @type {string} */ name) {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

export function isProgram(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
