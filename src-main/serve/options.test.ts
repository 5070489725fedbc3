import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { texts } from '../base/texts';
import { parseOptions } from './options';

/** The line of each option in a help text. */
function linesOf(help: string): string[] {
  return help.split('\n').filter((line) => /^ +-/.test(line));
}

it.each([['--help'], ['-h'], ['--port', 'no port', '--help']])('%s asks for the help', (...args) => {
  expect(parseOptions(args)).toEqual({ kind: 'help' });
});

it('an option that does not exist is wrong, with or without help', () => {
  expect(parseOptions(['--help', '--hlep'])).toMatchObject({ kind: 'wrong' });
});

it('the help has one line for each option', () => {
  const lines = linesOf(texts.commandLine.usage);
  const named = lines.map((line) => /--\w+/.exec(line)?.[0] ?? '');
  expect(named).toEqual(['--port', '--host', '--terminal', '--json', '--help']);
  const values: Readonly<Record<string, string>> = { '--port': '8080', '--host': '::1' };
  for (const option of named)
    expect(parseOptions([option, ...[values[option] ?? []].flat()])).not.toMatchObject({ kind: 'wrong' });
});

it('`npm start -- --help` lists the same options as the headless host, ends with 0 and sets up nothing', () => {
  // Fails unless it ends with 0.
  const help = execFileSync(process.execPath, [resolve('scripts/start.mjs'), '--help'], { encoding: 'utf8' });
  expect(help).toContain('npm start -- --serve');
  for (const named of ['QUORATE_DATA', '~/.local/share/quorate']) expect(help).toContain(named);
  for (const named of ['QUORATE_DATA', '~/.local/share/quorate'])
    expect(texts.commandLine.usage).toContain(named);
  expect(linesOf(help)).toEqual(linesOf(texts.commandLine.usage));
});
