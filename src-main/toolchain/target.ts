/** What a program is built for, in Go's terms, as in the names of etcd's archives. */
export interface Target {
  readonly system: 'linux' | 'darwin' | 'windows';
  readonly machine: string;
}

const SYSTEMS: Readonly<Record<string, Target['system']>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const MACHINES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ppc64: 'ppc64le',
  s390x: 's390x',
};

/** Converts Node's terms for this machine to a target; null when etcd has no releases for it. */
export function targetOf(platform: string, arch: string): Target | null {
  const system = SYSTEMS[platform];
  const machine = MACHINES[arch];
  return system && machine ? { system, machine } : null;
}

export function targetText(target: Target): string {
  return `${target.system}-${target.machine}`;
}

/** How many bytes from the start of a file `readHeader` needs. */
export const HEADER_BYTES = 4096;

/** Machine types by the number in the header: e_machine of ELF, cputype of Mach-O, Machine of PE. */
const ELF: Readonly<Record<number, string>> = { 62: 'amd64', 183: 'arm64', 21: 'ppc64le', 22: 's390x' };
const MACH_O: Readonly<Record<number, string>> = { 0x01000007: 'amd64', 0x0100000c: 'arm64' };
const PE: Readonly<Record<number, string>> = { 0x8664: 'amd64', 0xaa64: 'arm64' };

/**
 * Determines from a file's first bytes what it is built for, without running it; 'script' for a text with an
 * interpreter, null for an unknown kind of file. Machines that etcd does not support are given by number.
 */
export function readHeader(bytes: Buffer): Target | 'script' | null {
  if (bytes.length < 2) return null;
  if (bytes.toString('latin1', 0, 2) === '#!') return 'script';
  if (bytes.length < 64) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) {
    const machine = bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
    return { system: 'linux', machine: ELF[machine] ?? `elf-${machine}` };
  }
  if (magic === 0xcffaedfe) {
    const machine = bytes.readUInt32LE(4);
    return { system: 'darwin', machine: MACH_O[machine] ?? `mach-o-${machine}` };
  }
  const pe = bytes.toString('latin1', 0, 2) === 'MZ' ? bytes.readUInt32LE(0x3c) : null;
  if (pe === null || pe + 6 > bytes.length || bytes.toString('latin1', pe, pe + 4) !== 'PE\0\0') return null;
  const machine = bytes.readUInt16LE(pe + 4);
  return { system: 'windows', machine: PE[machine] ?? `pe-${machine}` };
}

export function sameTarget(a: Target, b: Target): boolean {
  return a.system === b.system && a.machine === b.machine;
}
