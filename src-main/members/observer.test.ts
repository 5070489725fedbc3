import { expect, it } from 'vitest';
import { silentLog } from '../base/log';
import { plainSecurity, type Security } from '../etcd/tls/security';
import { noTokens } from '../etcd/links/token';
import { MemberObserver } from './observer';

it('a bug with one endpoint does not keep news of the others from being told', async () => {
  const security: Security = {
    ...plainSecurity,
    attempt: () => {
      throw new Error('a bug');
    },
  };
  const credentials = { security, tokens: noTokens };
  const observer = new MemberObserver({ intervalMs: () => 60_000, log: silentLog, credentials });
  const [sound, broken] = [
    { url: 'http://127.0.0.1:1', name: 'n1', running: true },
    { url: 'https://127.0.0.1:1', name: 'n2', running: true },
  ];
  expect(() => observer.setEndpoints([sound, broken])).toThrow('a bug');
  await observer.refresh();
  expect(observer.state.value.rows).toMatchObject([
    { endpoint: sound.url, failure: { code: 'ENDPOINT_UNREACHABLE' } },
    { endpoint: broken.url },
  ]);
  observer.dispose();
});
