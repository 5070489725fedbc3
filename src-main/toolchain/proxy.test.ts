import { expect, it } from 'vitest';
import { proxyFor } from './proxy';

const url = new URL('https://github.com/etcd-io/etcd');

it.each([
  ['no variable, no proxy', url, {}, null],
  ['upper case', url, { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['lower case first', url, { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, 'http://b:2'],
  ['no scheme means http', url, { https_proxy: 'proxy:3128' }, 'http://proxy:3128'],
  ['another scheme is kept', url, { https_proxy: 'socks5://proxy:1080' }, 'socks5://proxy:1080'],
  ['each scheme has its own', url, { http_proxy: 'http://proxy:3128' }, null],
  ['plain http', new URL('http://mirror/x'), { http_proxy: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['loopback never', new URL('http://127.0.0.1:8000/x'), { http_proxy: 'http://proxy:3128' }, null],
  ['IPv6 loopback never', new URL('http://[::1]:8000/x'), { http_proxy: 'http://proxy:3128' }, null],
  ['exempt by name', url, { https_proxy: 'p:1', no_proxy: 'intra, github.com' }, null],
  ['exempt by domain', url, { https_proxy: 'p:1', no_proxy: '.com' }, null],
  ['exempt by star', url, { https_proxy: 'p:1', NO_PROXY: '*' }, null],
  ['exempt by port', url, { https_proxy: 'p:1', no_proxy: 'github.com:443' }, null],
  ['not exempt at another port', url, { https_proxy: 'p:1', no_proxy: 'github.com:80' }, 'http://p:1'],
  ['not exempt by a part of the name', url, { https_proxy: 'p:1', no_proxy: 'hub.com' }, 'http://p:1'],
])('%s', (_rule, target, environment, expected) => {
  expect(proxyFor(target, environment)).toBe(expected);
});
