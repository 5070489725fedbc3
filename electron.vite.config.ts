import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const shared = { '@shared': resolve('src-shared') };

/*
 * Main and preload are CommonJS, since a sandboxed preload must be; the targets are those of the oldest
 * runtimes we try (Electron 25: Node 18, Chrome 114). Every dependency is bundled, since several are ES modules
 * only, which an old runtime cannot `require`; but those with a native part, which lies beside their own files.
 */
export default defineConfig({
  main: {
    resolve: { alias: shared },
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          desktop: resolve('src-main/desktop/main.ts'),
          serve: resolve('src-main/serve/main.ts'),
        },
        external: ['electron', 'bufferutil', 'utf-8-validate', '@lydell/node-pty'],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/engine-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias: shared },
    build: {
      target: 'node18',
      rolldownOptions: {
        input: { preload: resolve('src-main/desktop/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias: shared },
    plugins: [vue(), tailwindcss()],
    build: { target: 'chrome114', rolldownOptions: { input: resolve('src-renderer/index.html') } },
  },
});
