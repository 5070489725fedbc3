import { MAX_PEM } from '@shared/contract/connections';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { formatList } from '../../../i18n/list';
import { t } from '../../../i18n/text';
import { engine } from '../../../rpc/engine';
import { announceFailure } from '../../../words/announce';
import { type Pasted, type PastedConnection, type PastedNote, readPasted } from './pasted';

/** What to tell about a paste or a drop. */
export interface TakenLine {
  readonly tone: 'ok' | 'warn';
  readonly text: string;
}

export interface Taken {
  readonly lines: Readonly<ShallowRef<readonly TakenLine[]>>;
  /** Whether dropped files are being read. */
  readonly reading: Readonly<Ref<boolean>>;
  /** Takes what was pasted. */
  paste(pasted: Pasted): void;
  /** Takes files, or text when there are none, that were dropped. */
  drop(data: DataTransfer): Promise<void>;
  forget(): void;
}

/** Reads what the user pastes or drops, hands the connection to `take`, and tells what was taken. */
export function useTaken(take: (connection: PastedConnection) => void): Taken {
  const lines = shallowRef<readonly TakenLine[]>([]);
  const reading = ref(false);

  function show(pasted: Pasted, more: readonly TakenLine[] = []): void {
    lines.value = [...linesOf(pasted), ...more];
    take(pasted.connection);
  }

  async function drop(data: DataTransfer): Promise<void> {
    const files = [...data.files];
    if (files.length === 0) {
      const pasted = readPasted(data.getData('text'));
      if (pasted) show(pasted);
      else lines.value = [{ tone: 'warn', text: t('connections.drop.nothing') }];
      return;
    }
    reading.value = true;
    try {
      let all: Pasted = { connection: {}, notes: [] };
      const others: TakenLine[] = [];
      for (const file of files) {
        const { pasted, line } = await read(file);
        if (line) others.push(line);
        if (pasted)
          all = {
            connection: { ...all.connection, ...pasted.connection },
            notes: [...all.notes, ...pasted.notes],
          };
      }
      if (Object.keys(all.connection).length > 0 || all.notes.length > 0) show(all, others);
      else lines.value = others;
    } catch (error) {
      announceFailure(error);
    } finally {
      reading.value = false;
    }
  }

  return { lines, reading, paste: (pasted) => show(pasted), drop, forget: () => (lines.value = []) };
}

async function read(file: File): Promise<{ readonly pasted?: Pasted; readonly line?: TakenLine }> {
  const { name } = file;
  if (file.size > MAX_PEM) return { line: { tone: 'warn', text: t('connections.drop.large', { name }) } };
  const text = await file.text();
  if (!text.includes('-----BEGIN ')) {
    const pasted = readPasted(text);
    return pasted ? { pasted } : { line: { tone: 'warn', text: t('connections.drop.unknown', { name }) } };
  }
  const { parts, path } = await engine.connections.keepPem({ name, text });
  if (parts.length === 0) return { line: { tone: 'warn', text: t('connections.drop.noPem', { name }) } };
  const connection: PastedConnection = Object.fromEntries(parts.map((part) => [part, path]));
  const what = formatList(parts.map((part) => t(`connections.part.${part}`)));
  const line = { tone: 'ok', text: t('connections.drop.kept', { name, what }) } as const;
  return { pasted: { connection, notes: [] }, line };
}

const PARTS = [
  'endpoints',
  'user',
  'password',
  'ca',
  'certificate',
  'key',
  'skipVerify',
] as const satisfies readonly (keyof PastedConnection)[];

function linesOf({ connection, notes }: Pasted): readonly TakenLine[] {
  const what = PARTS.filter((part) => part in connection).map((part) => t(`connections.part.${part}`));
  const first: TakenLine =
    what.length > 0
      ? { tone: 'ok', text: t('connections.form.pasted', { what: formatList(what) }) }
      : { tone: 'warn', text: t('connections.form.pastedNothing') };
  return [first, ...notes.map((note): TakenLine => ({ tone: 'warn', text: noteText(note) }))];
}

function noteText(note: PastedNote): string {
  switch (note.kind) {
    case 'missing': {
      const names = formatList(note.names);
      return t('connections.note.missing', { names }, note.names.length);
    }
    case 'serverPair':
      return t('connections.note.serverPair');
    case 'srv':
      return t('connections.note.srv', { domain: note.domain });
    case 'published':
      return t('connections.note.published', {
        endpoint: `${note.host}:${note.port}`,
        port: String(note.port),
        published: note.published,
      });
    case 'inside':
      return t('connections.note.inside', { names: formatList(note.hosts) }, note.hosts.length);
  }
}
