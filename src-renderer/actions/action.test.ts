import { describe, expect, it, vi } from 'vitest';
import { type Action, commandsOf, hindranceOf, menuOf } from './action';

interface Thing {
  readonly name: string;
  readonly isFolder: boolean;
}
const file: Thing = { name: 'a', isFolder: false };
const writable = { readOnly: null };
const readOnly = { readOnly: 'Read-only.' };

function actions(run = vi.fn()): readonly Action<Thing>[] {
  return [
    { id: 'copy', section: 'copy', title: ({ name }) => `Copy ${name}`, command: 'Copy', run },
    { id: 'expand', section: 'folder', title: () => 'Expand', applies: ({ isFolder }) => isFolder, run },
    {
      id: 'rename',
      section: 'edit',
      title: () => 'Rename',
      command: 'Rename',
      writes: true,
      hindrance: ({ name }) => (name === '' ? 'It has no name.' : null),
      run,
    },
    { id: 'remove', section: 'edit', title: () => 'Delete', writes: true, destroys: true, run },
  ];
}
const labels = (items: ReturnType<typeof menuOf>) =>
  items.map((item) => (item.kind === 'separator' ? '-' : item.label));

describe('a menu of actions', () => {
  it('has what makes sense for its subject, with a line between sections', () => {
    expect(labels(menuOf(actions(), file, writable))).toEqual(['Copy a', '-', 'Rename', 'Delete']);
    expect(labels(menuOf(actions(), { ...file, isFolder: true }, writable))).toEqual([
      'Copy a',
      '-',
      'Expand',
      '-',
      'Rename',
      'Delete',
    ]);
  });

  it('says of what cannot be done why, and does the rest to its subject', () => {
    const run = vi.fn();
    const nameless = { ...file, name: '' };
    const items = menuOf(actions(run), nameless, writable);
    expect(items).toMatchObject([
      { id: 'copy', disabled: false },
      { kind: 'separator' },
      { id: 'rename', disabled: true, hint: 'It has no name.' },
      { id: 'remove', disabled: false, danger: true },
    ]);
    const [copy] = items;
    if (copy?.kind === 'item') copy.run();
    expect(run).toHaveBeenCalledWith(nameless);
  });

  it('shows what is on or off as such', () => {
    const check: Action<Thing> = {
      id: 'keep',
      section: 'a',
      title: () => 'Keep',
      checked: () => true,
      run: vi.fn(),
    };
    expect(menuOf([check], file, writable)).toMatchObject([{ kind: 'check', checked: true }]);
  });
});

describe('a read-only connection', () => {
  it('refuses every action that writes, whatever else is true of it, and no other', () => {
    const refused = actions().map((action) => hindranceOf(action, { ...file, name: '' }, readOnly));
    expect(refused).toEqual([null, null, 'Read-only.', 'Read-only.']);
  });

  it('leaves them in the menu, with the reason', () => {
    expect(menuOf(actions(), file, readOnly)).toMatchObject([
      { id: 'copy', disabled: false },
      { kind: 'separator' },
      { id: 'rename', disabled: true, hint: 'Read-only.' },
      { id: 'remove', disabled: true, hint: 'Read-only.' },
    ]);
  });
});

describe('the palette', () => {
  it('has the actions that have a name without their subject, for the subject that is shown', () => {
    const run = vi.fn();
    const commands = commandsOf('things', 'Things', actions(run), file, writable);
    expect(commands.map(({ id, title }) => [id, title])).toEqual([
      ['things.copy', 'Copy'],
      ['things.rename', 'Rename'],
    ]);
    commands[1]?.run();
    expect(run).toHaveBeenCalledWith(file);
  });

  it('cannot run what is hindered, and has nothing without a subject', () => {
    const commands = commandsOf('things', 'Things', actions(), file, readOnly);
    expect(commands.map(({ enabled }) => enabled?.())).toEqual([true, false]);
    expect(commandsOf('things', 'Things', actions(), null, writable)).toEqual([]);
  });
});
