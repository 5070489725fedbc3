import { readdirSync, readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * The engine says nothing in words: what reaches a window is a code with data, and the window has the sentence, in the
 * user's language. So no source of the engine or of the contract holds a text of two words or more, but for what is below.
 */

/** Texts that nobody reads in a window, each with why. */
const allowed: ReadonlyMap<string, string> = new Map([
  ['apt-get install ', 'a command to be copied, in apt’s own language'],
  ['bytes that are not base64', 'a bug of ours: bugs show their detail as it is'],
  ['the server has no port', 'a bug of ours'],
  ['… is missing', 'a bug of ours'],
  ['No way to the endpoint: ', 'a mark within gRPC’s errors, cut off before they are told'],
  ['<meta name="key"', 'HTML'],
  ['<!doctype html>', 'HTML'],
  ['public, max-age=', 'a header of HTTP'],
  ['[ -r /etc/profile ]', 'a shell’s start-up file'],
  ['#!/bin/sh', 'a shell’s script'],
  ['set -g quorate_name ', 'a shell’s start-up file'],
  ['CommandLine like ', 'a query of Windows'],
]);
/** What the hosts say outside of a window's page, in each language. */
const HOST_TEXTS = 'src-main/base/texts/';

const sources = ['src-main', 'src-shared']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$|^src-main\/etcd\/gen\//.test(path));

const isSentence = (text: string) => /[A-Za-z]{2,},? [a-z]{2,}/.test(text);

/** The texts of two words or more in a source that are neither for the log nor what somebody else said. */
function textsIn(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const parts = ts.isStringLiteralLike(node)
        ? [node.text]
        : [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (parts.some(isSentence) && !isForTheLog(node) && !isCompared(node)) found.push(parts.join('…'));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The first argument of `log.info`, `log.warn` or `log.error`: the engine's log is for who mends it. */
function isForTheLog(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments[0] === node &&
    /\blog\??\.(info|warn|error)$/i.test(call.expression.getText())
  );
}

/** What etcd or a system is known to say, to be recognised. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return /^[!=]==$/.test(parent.operatorToken.getText());
  return ts.isCallExpression(parent) && /\.(startsWith|endsWith|includes)$/.test(parent.expression.getText());
}

describe('the engine', () => {
  it('says nothing in words to a window', () => {
    expect(sources.length).toBeGreaterThan(150);
    const found = sources
      .filter((path) => !path.startsWith(HOST_TEXTS))
      .flatMap((path) => textsIn(path, readFileSync(path, 'utf8')).map((text) => `${path}: ${text}`));
    const isOf = (line: string) => (text: string) => line.includes(`: ${text}`);
    expect(found.filter((line) => ![...allowed.keys()].some(isOf(line)))).toEqual([]);
    expect([...allowed.keys()].filter((text) => !found.some((line) => isOf(line)(text)))).toEqual([]);
  });

  it.each([
    ["new Failure('DOWNLOAD_FAILED', { url, reason: 'the server refused' });", 'the server refused'],
    ['const reason = `no answer within ${ms} ms`;', 'no answer within … ms'],
    ["throw new Error('it is not a file');", 'it is not a file'],
    ["return isKey ? 'no private key' : found;", 'no private key'],
  ])('would be found to: %s', (source, text) => {
    expect(textsIn('src-main/sample.ts', source)).toEqual([text]);
  });

  it.each([
    "this.#log.warn('a node was not stopped', { cluster });",
    "return message === 'authentication is not enabled';",
    "if (line.startsWith('fatal error: ')) return;",
    '// what nobody hears\nconst code = { kind: "not-running" };',
  ])('may: %s', (source) => {
    expect(textsIn('src-main/sample.ts', source)).toEqual([]);
  });
});
