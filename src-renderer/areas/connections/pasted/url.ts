/** The endpoints of an address that stands alone, and the user in it. */
export interface AddressParts {
  /** Separated by commas. */
  readonly endpoints: string;
  readonly user?: string;
  readonly password?: string;
}

/**
 * The parts of `etcd://user:password@a:2379,b:2379/path?option`, as etcd's clients write it in other languages, and
 * of `http://user:password@a:2379`. `etcds:` and `etcd3+https:` speak TLS. null for another text.
 */
export function userOfUrl(url: string): AddressParts | null {
  const [, scheme = '', login, hosts] = /^([a-z0-9+]+):\/\/(?:([^/?#]*)@)?([^/?#@]+)/i.exec(url) ?? [];
  if (hosts === undefined) return null;
  const endpoints = hosts
    .split(',')
    .map((host) => `${/s$/i.test(scheme) ? 'https' : 'http'}://${host}`)
    .join(',');
  if (login === undefined || login === '') return { endpoints };
  const colon = login.indexOf(':');
  const user = decoded(colon < 0 ? login : login.slice(0, colon));
  return { endpoints, user, ...(colon >= 0 && { password: decoded(login.slice(colon + 1)) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without the brackets around an IPv4 address: older manifests of kubeadm write `https://[127.0.0.1]:2379`. */
export function bareIpv4(url: string): string {
  return url.replace(/\[(\d+(?:\.\d+){3})\]/, '$1');
}
