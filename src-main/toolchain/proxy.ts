export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for `url` by HTTPS_PROXY, HTTP_PROXY and NO_PROXY (lower case first); null for none. Follows the rules
 * of Go's net/http, and so etcdctl's: loopback addresses never use a proxy.
 */
export function proxyFor(url: URL, environment: Environment): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return null;
  if (isExempt(host, url, setting(environment, 'no_proxy'))) return null;
  const proxy = setting(environment, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (proxy === '') return null;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/**
 * NO_PROXY is a list of `*`, `host`, `.domain` or `domain` (which includes its subdomains), each with an optional
 * port.
 */
function isExempt(host: string, url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === '*') return true;
      const match = /^\*?\.?([^:]+?)(?::(\d+))?$/.exec(entry);
      if (!match?.[1] || (match[2] !== undefined && match[2] !== port)) return false;
      return host === match[1] || host.endsWith(`.${match[1]}`);
    });
}

function setting(environment: Environment, name: string): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
}
