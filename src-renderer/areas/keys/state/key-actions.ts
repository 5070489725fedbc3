import { ChevronsDownUp, ChevronsUpDown, Copy, FolderX, Pencil, Plus, RefreshCw, Trash2 } from '@lucide/vue';
import type { TreeRow } from '@shared/contract/keys';
import { t } from '../../../i18n/text';
import type { Action } from '../../../actions/action';
import { type Actions, useActions } from '../../../actions/use-actions';
import { copyKey, copyPrefix } from './copy';
import { prefixOf } from './paths';
import { useKeys } from './store';

/** A key, a folder, or a path that is both. */
export interface KeySubject {
  readonly kind: TreeRow['kind'];
  readonly path: Uint8Array;
  /** Whether the key exists now; says nothing about a folder. */
  readonly exists: boolean;
}

/** Actions that only some places offer for a path: the tree expands folders, an open key can be reloaded. */
export interface KeyAbilities {
  readonly edit?: (subject: KeySubject) => void;
  readonly expandAll?: (subject: KeySubject) => void;
  readonly collapseAll?: (subject: KeySubject) => void;
  readonly reload?: (subject: KeySubject) => void;
}

/** The actions on a key or a folder, wherever it is shown. */
export function useKeyActions(abilities: KeyAbilities = {}): Actions<KeySubject> {
  const keys = useKeys();
  const delimiter = () => keys.view?.delimiterBytes.value ?? new Uint8Array(0);
  const isKey = ({ kind }: KeySubject) => kind !== 'folder';
  const isFolder = ({ kind }: KeySubject) => kind !== 'key';

  /** An action that exists only where its ability is available. */
  const where = (
    run: ((subject: KeySubject) => void) | undefined,
    action: Omit<Action<KeySubject>, 'run'>,
  ): readonly Action<KeySubject>[] => (run ? [{ ...action, run }] : []);

  const all: readonly Action<KeySubject>[] = [
    ...where(abilities.edit, {
      id: 'edit',
      section: 'open',
      title: () => t('keys.key.edit'),
      icon: Pencil,
      shortcut: 'F2',
      writes: true,
      applies: isKey,
    }),
    {
      id: 'new',
      section: 'new',
      title: (subject) => t(isFolder(subject) ? 'keys.key.newInside' : 'keys.key.newBeside'),
      command: t('keys.command.newKey'),
      icon: Plus,
      writes: true,
      run: ({ path }) => (keys.asking = { about: 'create', prefix: prefixOf(path, delimiter()) }),
    },
    {
      id: 'copyKey',
      section: 'copy',
      title: () => t('keys.key.copyKey'),
      icon: Copy,
      applies: isKey,
      run: ({ path }) => void copyKey(path),
    },
    {
      id: 'copyPrefix',
      section: 'copy',
      title: () => t('keys.folder.copy'),
      icon: Copy,
      applies: ({ kind }) => kind === 'folder',
      run: ({ path }) => void copyPrefix(path),
    },
    ...where(abilities.expandAll, {
      id: 'expandAll',
      section: 'folder',
      title: () => t('keys.folder.expand'),
      icon: ChevronsUpDown,
      applies: isFolder,
    }),
    ...where(abilities.collapseAll, {
      id: 'collapseAll',
      section: 'folder',
      title: () => t('keys.folder.collapse'),
      icon: ChevronsDownUp,
      applies: isFolder,
    }),
    ...where(abilities.reload, {
      id: 'reload',
      section: 'reload',
      title: () => t('keys.key.reload'),
      icon: RefreshCw,
      applies: isKey,
    }),
    {
      id: 'remove',
      section: 'remove',
      title: () => t('keys.key.remove'),
      command: t('keys.command.remove'),
      icon: Trash2,
      writes: true,
      destroys: true,
      applies: isKey,
      hindrance: ({ exists }) => (exists ? null : t('keys.key.isGone')),
      run: ({ path }) => (keys.asking = { about: 'removeKey', key: path }),
    },
    {
      id: 'removeFolder',
      section: 'remove',
      title: () => t('keys.key.removeFolder'),
      command: t('keys.command.removeFolder'),
      icon: FolderX,
      writes: true,
      destroys: true,
      applies: isFolder,
      run: ({ path }) => (keys.asking = { about: 'removeFolder', prefix: path }),
    },
  ];
  return useActions('keys', all);
}
