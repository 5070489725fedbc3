// npm test: everything that CI runs. Uses Node's own modules only, because it runs before anything is
// installed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosen, outcomeOf, outcomesOf, summary } from './checks/run.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { alone } from './steps/lock.mjs';
import { checkNode } from './steps/node-version.mjs';
import { runMain } from './steps/say.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await runMain(async () => {
  checkNode();
  const steps = chosen(process.argv.slice(2));
  await alone(root, () => dependencies(root));
  let told = false;
  // The running steps get the signal, too, and end; later ones do not start.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (told = true));
  const outcomes = await outcomesOf(
    steps,
    (step) => outcomeOf(step, root),
    () => told,
  );
  process.stdout.write(summary(outcomes));
  return outcomes.length === steps.length && outcomes.every(({ failures }) => failures.length === 0) ? 0 : 1;
});
