import { afterEach, expect, it, vi } from 'vitest';
import { silentLog } from './log';
import { logUnexpected } from './unexpected';

const streams = [process.stdout, process.stderr];
const before = streams.map((stream) => stream.listeners('error'));
const rejections = process.listeners('unhandledRejection');
const exceptions = process.listeners('uncaughtException');
const ownRejections = () =>
  process.listeners('unhandledRejection').filter((listener) => !rejections.includes(listener));

afterEach(() => {
  vi.restoreAllMocks();
  for (const listener of ownRejections()) process.off('unhandledRejection', listener);
  for (const listener of process.listeners('uncaughtException'))
    if (!exceptions.includes(listener)) process.off('uncaughtException', listener);
  for (const [at, stream] of streams.entries())
    for (const listener of stream.listeners('error'))
      if (!before[at]?.includes(listener)) stream.off('error', listener as () => void);
});

it('what no code caught is told once, and that nobody reads it is no further failure', () => {
  const told: unknown[] = [];
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  logUnexpected({ ...silentLog, error: (_, fields) => told.push(fields) });
  for (const listener of ownRejections()) listener(new Error('a bug'), Promise.resolve());
  expect(told).toEqual([{ stack: expect.stringContaining('Error: a bug') as string }]);
  expect(written).toHaveBeenCalledOnce();
  const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  for (const stream of streams) expect(stream.emit('error', closed)).toBe(true);
  expect(told).toHaveLength(1);
});
