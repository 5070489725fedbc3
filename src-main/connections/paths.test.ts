import { expect, it } from 'vitest';
import { withFullPaths } from './paths';

it('takes ~ in a path for the home folder, where it begins the path', () => {
  const tls = { ca: '~/ca.pem', certificate: '/a/~/me.pem', key: null, serverName: '~/x', skipVerify: false };
  const draft = {
    name: 'x',
    colour: 'red',
    endpoints: [],
    user: null,
    password: null,
    roundTripMs: 1,
  } as const;
  expect(withFullPaths({ ...draft, endpoints: [], tls }, '/home/me').tls).toEqual({
    ...tls,
    ca: '/home/me/ca.pem',
  });
});
