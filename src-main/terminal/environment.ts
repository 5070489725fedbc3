type Environment = Readonly<Record<string, string | undefined>>;

/** Variables from other terminals, or from how the app was started, that would mislead programs in ours. */
const misleading =
  /^(TERM(CAP|_PROGRAM.*|INFO)?|COLORTERM|COLUMNS|LINES|WINDOWID|VTE_VERSION|TMUX.*|STY|WINDOW|(BASH_)?ENV|ELECTRON_.*|NODE_OPTIONS|NODE_CHANNEL_.*|npm_.*|INIT_CWD|NO_COLOR|FORCE_COLOR)$/;

/** etcdctl's own variables, one for each of its flags. */
const etcdctl = /^ETCDCTL_/;

/** The folders of programs that npm puts first on PATH for `npm start`: tools of this app, not the user's. */
const ofNpm = /[\\/]node_modules[\\/](\.bin|npm[\\/].*[\\/]node-gyp-bin)$/;

function withoutNpm(path: string, separator: string): string {
  const folders = path.split(separator);
  const first = folders.findIndex((folder) => !ofNpm.test(folder));
  return first < 0 ? path : folders.slice(first).join(separator);
}

/**
 * The environment of a shell in our terminal: the app's own, without misleading variables and what npm added, and with the
 * connection's (`own`). Sets the locale if it is missing, as in an app that was not started from a terminal:
 * without a locale, shells treat UTF-8 as separate bytes.
 */
export function shellEnvironment(
  own: Readonly<Record<string, string>>,
  base: Environment,
  platform: NodeJS.Platform,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value === undefined || misleading.test(name) || etcdctl.test(name)) continue;
    const isPath = name.toUpperCase() === 'PATH' && base['npm_execpath'] !== undefined;
    env[name] = isPath ? withoutNpm(value, platform === 'win32' ? ';' : ':') : value;
  }
  const hasLocale = ['LC_ALL', 'LC_CTYPE', 'LANG'].some((name) => env[name]);
  if (!hasLocale && platform !== 'win32') env['LC_CTYPE'] = platform === 'darwin' ? 'UTF-8' : 'C.UTF-8';
  return { ...env, TERM: 'xterm-256color', COLORTERM: 'truecolor', TERM_PROGRAM: 'Quorate', ...own };
}

/** Variables of etcdctl that the connection does not set; leftovers from elsewhere would change what etcdctl does. */
export function foreignVariables(own: Readonly<Record<string, string>>): string[] {
  return flags.map((flag) => `ETCDCTL_${flag}`).filter((name) => !(name in own));
}

/** The flags of etcdctl 3.4 to 3.7 that set endpoints and identity (`etcdctl --help`, GLOBAL OPTIONS). */
const flags = [
  'API',
  'CACERT',
  'CERT',
  'DISCOVERY_SRV',
  'DISCOVERY_SRV_NAME',
  'ENDPOINTS',
  'INSECURE_DISCOVERY',
  'INSECURE_SKIP_TLS_VERIFY',
  'INSECURE_TRANSPORT',
  'KEY',
  'PASSWORD',
  'USER',
];
