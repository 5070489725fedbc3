import { StepFailed } from './say.mjs';

const WANTED = [20, 19];

/** Refuses a Node older than 20.19, which Vite and Electron's installer need. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return;
  throw new StepFailed(
    `this is Node ${version}, and Quorate needs ${WANTED.join('.')} or newer`,
    'install a newer Node (https://nodejs.org), then run the same command again',
  );
}
