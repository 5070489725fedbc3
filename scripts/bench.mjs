// npm run bench -- NAME...: measures what design.md bounds, one JSON object a line. See docs/bench.md.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './steps/build.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { alone } from './steps/lock.mjs';
import { checkNode } from './steps/node-version.mjs';
import { runMain } from './steps/say.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await runMain(async () => {
  checkNode();
  // What is measured is what is there now.
  await alone(root, async () => {
    await dependencies(root);
    await build(root);
  });
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(root, 'test', 'bench', 'run.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(root, 'src-shared') } },
  });
  return module.run(process.argv.slice(2));
});
