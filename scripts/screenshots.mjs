// node scripts/screenshots.mjs: makes the pictures of the README anew, of the real app and a real cluster.
// node scripts/screenshots.mjs FOLDER: every screen, both themes, both sizes, into FOLDER, to be looked at.
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
