import { describe, expect, it } from 'vitest';
import { foreignVariables, shellEnvironment } from './environment';

const own = { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2379' };

describe('the environment of a shell', () => {
  it('is that of the app with the connection, without what is left of other connections and terminals', () => {
    const base = {
      PATH: '/bin',
      LANG: 'de_DE.UTF-8',
      ETCDCTL_USER: 'root:secret',
      ETCDCTL_ENDPOINTS: 'http://other',
      TMUX: '/tmp/tmux',
      TERM: 'dumb',
      ELECTRON_RUN_AS_NODE: '1',
      npm_config_cache: '/cache',
      ENV: '/home/me/.shrc',
      EMPTY: undefined,
    };
    expect(shellEnvironment(own, base, 'linux')).toEqual({
      PATH: '/bin',
      LANG: 'de_DE.UTF-8',
      ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2379',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'Quorate',
    });
  });

  it('has none of the folders that npm puts before the user\u2019s own', () => {
    const own = '/home/me/node_modules/.bin:/bin';
    const PATH = `/app/node_modules/.bin:/node_modules/.bin:/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/bin:${own}`;
    const npm = { npm_execpath: '/usr/lib/node_modules/npm/bin/npm-cli.js' };
    expect(shellEnvironment({}, { PATH, ...npm }, 'linux')['PATH']).toBe(`/bin:${own}`);
    expect(shellEnvironment({}, { PATH: own }, 'linux')['PATH']).toBe(own);
  });

  it.each([
    ['linux', 'C.UTF-8'],
    ['darwin', 'UTF-8'],
  ] as const)('has a locale of UTF-8 where none is set, on %s', (platform, locale) => {
    expect(shellEnvironment({}, {}, platform)['LC_CTYPE']).toBe(locale);
  });

  it('names what a start-up file must not leave: all of etcdctl that the connection does not set', () => {
    const foreign = foreignVariables(own);
    expect(foreign).toContain('ETCDCTL_USER');
    expect(foreign).not.toContain('ETCDCTL_ENDPOINTS');
  });
});
