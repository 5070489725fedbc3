import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { vueWithVisibleText } from './visible-templates';

const alias = { '@shared': resolve('src-shared') };

/**
 * Window tests of what is the page's and etcd's alone, whichever host is between them: the name of each control, what
 * a field says that refuses its input, what has room in a small window, what is said when authentication is switched on;
 * and of the headless host itself. They run in the headless host.
 */
const PAGE_ALONE = [
  'test/e2e/names.test.ts',
  'test/e2e/bad-input.test.ts',
  'test/e2e/small-window.test.ts',
  'test/e2e/serve-session.test.ts',
  'test/e2e/lost-engine.test.ts',
  'test/e2e/auth-switched-on.test.ts',
];

/** Projects by what they need: nothing, a DOM, a real etcd, both transports, a real window. */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which on a machine of two means one file at a time; ours mostly wait.
    maxWorkers: Math.max(2, Math.ceil(availableParallelism() / 2)),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['src-{main,shared}/**/*.test.ts', 'scripts/**/*.test.ts', 'test/bench/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        plugins: [vueWithVisibleText()],
        test: {
          name: 'renderer',
          include: ['src-renderer/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: process.env['QUORATE_E2E_HOST'] === 'desktop' ? PAGE_ALONE : ['test/e2e/desktop.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
