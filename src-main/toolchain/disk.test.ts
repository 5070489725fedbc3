import { open } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { onDisk } from './disk';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

it.each([
  ['ENOSPC', { code: 'DISK_FULL', data: { path: '/data' } }],
  ['EDQUOT', { code: 'DISK_FULL', data: { path: '/data' } }],
  ['EACCES', { code: 'NOT_PERMITTED', data: { path: '/data', action: 'write' } }],
  ['EPERM', { code: 'NOT_PERMITTED', data: { path: '/data', action: 'write' } }],
  ['EROFS', { code: 'NOT_PERMITTED', data: { path: '/data', action: 'write' } }],
])('%s becomes a failure that the user can read', async (code, failure) => {
  await expect(onDisk('/data', 'write', () => Promise.reject(systemError(code)))).rejects.toMatchObject(
    failure,
  );
});

it('any other error stays what it is', async () => {
  const error = systemError('EIO');
  await expect(onDisk('/data', 'write', () => Promise.reject(error))).rejects.toBe(error);
});

it.runIf(process.platform === 'linux')('a device that is really full is told as full', async () => {
  const full = await open('/dev/full', 'w');
  try {
    await expect(onDisk('/dev/full', 'write', () => full.writeFile('x'))).rejects.toMatchObject({
      code: 'DISK_FULL',
      data: { path: '/dev/full' },
    });
  } finally {
    await full.close();
  }
});
