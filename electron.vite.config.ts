import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'electron-vite';
import { vueWithVisibleText } from './visible-templates';

const shared = { '@shared': resolve('src-shared') };

/*
 * Main and preload are CommonJS, because a sandboxed preload must be. The targets are those of the oldest runtime
 * that we test: Electron 33, which has Node 20.18 and Chrome 130. That Node cannot `require` an ES module, and
 * several dependencies are nothing else, so all of them are bundled, except those with a native part: it lies beside
 * their own files.
 */
export default defineConfig({
  main: {
    resolve: { alias: shared },
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          desktop: resolve('src-main/desktop/main.ts'),
          serve: resolve('src-main/serve/main.ts'),
          'install-etcd': resolve('src-main/serve/install-etcd.ts'),
        },
        external: ['electron', 'bufferutil', 'utf-8-validate', '@lydell/node-pty'],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/engine-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias: shared },
    build: {
      target: 'node20',
      rolldownOptions: {
        input: { preload: resolve('src-main/desktop/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias: shared },
    plugins: [vueWithVisibleText(), tailwindcss()],
    build: { target: 'chrome130', rolldownOptions: { input: resolve('src-renderer/index.html') } },
  },
});
