import { join } from 'node:path';
import vuejsAccessibility from 'eslint-plugin-vuejs-accessibility';
import pluginVue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { typedParser } from './scripts/checks/lint-parser.mjs';

const root = import.meta.dirname;
const parser = typedParser({
  project: join(root, 'tsconfig.lint.json'),
  components: join(root, 'src-renderer'),
});

/** Node's globals that the scripts use: named here, so that a misspelt one is an error. */
const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'URL',
    'fetch',
    'AbortSignal',
    'AbortController',
    'Buffer',
    'performance',
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'src-main/etcd/gen/', '.cache/'] },
  {
    files: ['src-renderer/**/*.ts', '**/*.vue'],
    extends: [...pluginVue.configs['flat/recommended'], ...vuejsAccessibility.configs['flat/recommended']],
    rules: {
      // Prettier decides the layout.
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/no-v-html': 'error',
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      // It demands a default of `undefined`, which typescript-eslint forbids.
      'vue/require-default-prop': 'off',
      // A label wraps its control in our components; nesting it is enough for every screen reader we tried.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...tseslint.configs.strictTypeChecked],
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser,
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: root },
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser,
        project: './tsconfig.renderer.json',
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: root,
      },
    },
  },
  {
    files: ['src-renderer/**/*.ts', 'src-renderer/**/*.vue'],
    ignores: ['src-renderer/words/format.ts', 'src-renderer/i18n/list.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Intl', message: 'words/format.ts knows the locale.' }],
      'no-restricted-properties': [
        'error',
        ...['toLocaleString', 'toLocaleTimeString', 'toLocaleDateString', 'localeCompare'].map(
          (property) => ({
            property,
            message: 'words/format.ts knows the locale.',
          }),
        ),
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', eqeqeq: 'error' },
  },
);
