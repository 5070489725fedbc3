import { expect, it } from 'vitest';
import { silentLog } from '../base/log';
import { Passwords } from './passwords';

/** Passwords whose store decrypts when `unlock` is called. */
function slow(): { passwords: Passwords; unlock: () => void } {
  let unlock = (): void => undefined;
  const unlocked = new Promise<void>((resolve) => (unlock = resolve));
  const secrets = {
    encrypt: (text: string) => Promise.resolve(text),
    decrypt: (sealed: string) => unlocked.then(() => sealed),
  };
  return { passwords: new Passwords(Promise.resolve(secrets), silentLog), unlock };
}

it('a password that is set while the old one is decrypted stays', async () => {
  const { passwords, unlock } = slow();
  const got = passwords.get('c1', 'old', 'alice');
  await passwords.set('c1', 'new');
  unlock();
  expect(await got).toBe('old');
  expect(await passwords.get('c1', 'new', 'alice')).toBe('new');
});

it('a password that is forgotten while it is decrypted is not kept', async () => {
  const { passwords, unlock } = slow();
  const got = passwords.get('c1', 'old', 'alice');
  passwords.forget('c1');
  unlock();
  await got;
  expect(passwords.has('c1', null)).toBe(false);
});
