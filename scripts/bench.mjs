// npm run bench -- NAME...: measures what design.md bounds, one JSON object a line. See docs/bench.md.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(resolve('test/bench/run.ts'), {
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@shared': resolve('src-shared') } },
});
process.exitCode = await module.run(process.argv.slice(2));
