import { expect, it } from 'vitest';
import { putCommand } from './etcdctl';

it('a large value is cut before it is quoted, and the command says that it cannot be run', () => {
  const key = Buffer.from('k');
  const guard = { kind: 'unchanged', modRevision: '5' } as const;
  const commandOf = (size: number) =>
    putCommand({ key, value: Buffer.alloc(size, 'v'), lease: { kind: 'keep' }, guard });
  expect(commandOf(64 * 1024).hindrance).toBeUndefined();
  const cut = commandOf(1_400_000);
  expect(cut.hindrance).toBe('cut');
  expect(cut.stdin?.length).toBeLessThan(3000);
});
