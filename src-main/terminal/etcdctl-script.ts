/**
 * The flags of etcdctl 3.4 to 3.7 that also have a variable (`etcdctl --help`, GLOBAL OPTIONS), and their short forms.
 */
const flags: readonly (readonly [long: string, short?: string])[] = [
  ['cacert'],
  ['cert'],
  ['command-timeout'],
  ['debug'],
  ['dial-timeout'],
  ['discovery-srv', 'd'],
  ['discovery-srv-name'],
  ['endpoints'],
  ['hex'],
  ['insecure-discovery'],
  ['insecure-skip-tls-verify'],
  ['insecure-transport'],
  ['keepalive-time'],
  ['keepalive-timeout'],
  ['key'],
  ['max-recv-bytes'],
  ['max-request-bytes'],
  ['password'],
  ['user'],
  ['write-out', 'w'],
];

/**
 * A POSIX script that runs `etcdctl` with the arguments it gets. etcdctl refuses a flag while its variable is set, and
 * in our terminal the variables of the connection are always set; so the script removes the variable of each flag
 * that is given, for this call alone. With another user the connection's password goes, too. The script itself holds
 * no setting of the connection.
 */
export function etcdctlScript(etcdctl: string): string {
  const branches = flags.map(([long, short]) => `  ${patterns(long, short)}) unset ${variables(long)} ;;`);
  // What follows `--` belongs to a command that etcdctl starts, or is a key.
  return `#!/bin/sh
# A flag wins over the variable of the connection: etcdctl itself refuses to have both.
for quorate_word do
  case $quorate_word in
  --) break ;;
${branches.join('\n')}
  esac
done
unset quorate_word
exec '${etcdctl.replaceAll("'", "'\\''")}' "$@"
`;
}

function patterns(long: string, short: string | undefined): string {
  const both = `--${long} | --${long}=*`;
  return short === undefined ? both : `${both} | -${short}*`;
}

function variables(long: string): string {
  const own = variableOf(long);
  return long === 'user' ? `${own} ${variableOf('password')}` : own;
}

function variableOf(flag: string): string {
  return `ETCDCTL_${flag.toUpperCase().replaceAll('-', '_')}`;
}
