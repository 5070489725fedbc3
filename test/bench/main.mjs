// Runs the benches named on the command line in a process of its own; `npm run bench` cleans up after it.
import { join } from 'node:path';
import { runnerImport } from 'vite';

const root = process.cwd();
const { module } = await runnerImport(join(root, 'test', 'bench', 'run.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@shared': join(root, 'src-shared') } },
});
process.exit(await module.run(process.argv.slice(2)));
