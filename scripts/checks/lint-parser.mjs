import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import * as vueParser from 'vue-eslint-parser';

/**
 * The command line lints files as they are on disk. An editor lints unsaved text, and `--fix` lints what it just
 * changed.
 */
const COMMAND_LINE =
  /[\\/]eslint(\.js)?$/.test(process.argv[1] ?? '') &&
  !process.argv.some((argument) => argument.startsWith('--fix'));

/**
 * A typed parser for TypeScript and for the scripts of Vue components. On the command line, all files share one
 * TypeScript program, so each type is worked out once. typescript-eslint by itself rebuilds its program for every
 * component: that took more than half of the whole lint step with 138 components. A file whose text differs from
 * the disk is parsed by typescript-eslint's own means.
 * @param {{ project: string, components: string, onDisk?: boolean }} options `project` is a tsconfig that includes
 * everything but the components, and `components` the folder they are in; `onDisk` says that files are linted as the
 * disk has them
 */
export function typedParser({ project, components, onDisk = COMMAND_LINE }) {
  /** @type {ts.Program | undefined} */
  let program;
  return {
    ...tseslint.parser,
    /** @param {string} code @param {Record<string, unknown> & { filePath: string }} options */
    parseForESLint(code, options) {
      // vue-eslint-parser removes the project for the expressions of a template: they have no types.
      if (onDisk && options.project) {
        program ??= programOf(project, components);
        if (program.getSourceFile(options.filePath)?.text === code)
          return tseslint.parser.parseForESLint(code, {
            ...options,
            project: undefined,
            programs: [program],
          });
      }
      return tseslint.parser.parseForESLint(code, options);
    },
  };
}

/** @param {string} project @param {string} components */
function programOf(project, components) {
  const { config } = ts.readConfigFile(project, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(project));
  const host = ts.createCompilerHost(options, true);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, target, ...rest) =>
    file.endsWith('.vue')
      ? ts.createSourceFile(file, scriptOf(file), target, true, ts.ScriptKind.TS)
      : getSourceFile(file, target, ...rest);
  const scripts = ts.sys.readDirectory(components, ['.vue']);
  return ts.createProgram([...fileNames, ...scripts], { ...options, allowNonTsExtensions: true }, host);
}

/**
 * The script of a component, exactly as vue-eslint-parser passes it on.
 * @param {string} file
 */
function scriptOf(file) {
  let script = '';
  const parser = {
    /** @param {string} code @param {Record<string, unknown>} options */
    parseForESLint(code, options) {
      if (options.project) script = code;
      return tseslint.parser.parseForESLint(code, { ...options, project: undefined });
    },
  };
  vueParser.parseForESLint(readFileSync(file, 'utf8'), { filePath: file, project: true, parser });
  return script;
}
