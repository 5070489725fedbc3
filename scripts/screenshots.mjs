// node scripts/screenshots.mjs: takes the README's pictures again, with the real app and a real cluster. node
// scripts/screenshots.mjs FOLDER: takes every screen, in both themes and all sizes, into FOLDER, for review.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(resolve('test/support/screenshots.ts'), {
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@shared': resolve('src-shared') } },
});
const [folder] = process.argv.slice(2);
if (folder === undefined) await module.takeScreenshots(resolve('docs/screenshots'));
else await module.takeEveryScreen(resolve(folder));
