// node scripts/screenshots.mjs: makes the pictures of the README anew, of the real app and a real cluster.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(resolve('test/support/screenshots.ts'), {
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@shared': resolve('src-shared') } },
});
await module.takeScreenshots(resolve('docs/screenshots'));
