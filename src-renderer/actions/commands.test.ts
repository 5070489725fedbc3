import { afterEach, expect, test, vi } from 'vitest';
import { effectScope, ref, type EffectScope } from 'vue';
import { commands, listenForShortcuts, registerCommands, runCommand } from './commands';

let scope: EffectScope | null = null;
function inScope(run: () => void) {
  scope = effectScope();
  scope.run(run);
}
afterEach(() => {
  scope?.stop();
  document.body.innerHTML = '';
});

const ctrlJ = () => new KeyboardEvent('keydown', { key: 'j', ctrlKey: true, cancelable: true });

test('a command runs by its id and by its shortcut, which then does nothing else', () => {
  const run = vi.fn();
  inScope(() => {
    registerCommands([{ id: 'dock', title: 'Dock', shortcut: 'Mod+J', run }]);
    listenForShortcuts();
  });
  expect(runCommand('dock')).toBe(true);
  const event = ctrlJ();
  window.dispatchEvent(event);
  expect(run).toHaveBeenCalledTimes(2);
  expect(event.defaultPrevented).toBe(true);
});

test('a command that cannot run now is not offered, and its shortcut passes through', () => {
  const run = vi.fn();
  inScope(() => {
    registerCommands([{ id: 'dock', title: 'Dock', shortcut: 'Mod+J', run, enabled: () => false }]);
    listenForShortcuts();
  });
  const event = ctrlJ();
  window.dispatchEvent(event);
  expect(commands.value).toEqual([]);
  expect(runCommand('dock')).toBe(false);
  expect(run).not.toHaveBeenCalled();
  expect(event.defaultPrevented).toBe(false);
});

test('an open dialog keeps its keys', () => {
  const run = vi.fn();
  inScope(() => {
    registerCommands([{ id: 'dock', title: 'Dock', shortcut: 'Mod+J', run }]);
    listenForShortcuts();
  });
  document.body.innerHTML = '<div role="dialog" data-state="open"></div>';
  window.dispatchEvent(ctrlJ());
  expect(run).not.toHaveBeenCalled();
});

test('commands derived from state follow it', () => {
  const names = ref(['a']);
  inScope(() => registerCommands(() => names.value.map((id) => ({ id, title: id, run: vi.fn() }))));
  expect(commands.value.map(({ id }) => id)).toEqual(['a']);
  names.value = ['a', 'b'];
  expect(commands.value.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('commands and shortcuts are gone with the scope that registered them', () => {
  const run = vi.fn();
  inScope(() => {
    registerCommands([{ id: 'dock', title: 'Dock', shortcut: 'Mod+J', run }]);
    listenForShortcuts();
  });
  scope?.stop();
  window.dispatchEvent(ctrlJ());
  expect(commands.value).toEqual([]);
  expect(run).not.toHaveBeenCalled();
});

const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const [menu = ''] = Object.values(
  import.meta.glob<string>('../../src-main/desktop/menu.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
/** Chrome handles these keys for windows and tabs itself; a page never receives them. */
const BROWSERS_OWN = ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'Mod+Tab'];

test('no shortcut collides with one reserved by the browser or the desktop menu', () => {
  const used = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/'(Mod\+[^'$]+)'/g)].map(([, shortcut = '']) => shortcut),
  );
  const ofMenu = [...menu.matchAll(/accelerator: 'CommandOrControl\+([^']+)'/g)].map(
    ([, keys = '']) => `Mod+${keys}`,
  );
  expect(used).toContain('Mod+K');
  expect(ofMenu).toContain('Mod+Shift+N');
  expect(used.filter((each) => [...BROWSERS_OWN, ...ofMenu].includes(each))).toEqual([]);
});
