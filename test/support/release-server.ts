import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { targetOf } from '../../src-main/toolchain/target';
import type { ArchiveEntry } from './archives';
import { tarball, zipball } from './archives';
import type { EtcdFolder } from './etcd/etcd';

/** What is wrong with the release, or with the server. */
export type ReleaseFault =
  | 'none'
  /** The release does not exist. */
  | 'no-release'
  /** SHA256SUMS lists the archive, which does not exist. */
  | 'no-archive'
  | 'no-sums'
  /** SHA256SUMS lists other archives only. */
  | 'sums-of-others'
  | 'wrong-sums'
  /** One byte in its middle differs from what the checksum covers. */
  | 'altered'
  /** Half of it, announced as half. */
  | 'shortened'
  /** Half of it, announced as all, then the connection ends. */
  | 'truncated'
  /** Half of it, then a TCP reset. */
  | 'reset'
  /** Half of it, then silence. */
  | 'hang'
  /** No answer at all. */
  | 'silent'
  | 'server-error'
  /** To another path of the same server, as GitHub redirects. */
  | 'redirect'
  | 'redirect-loop'
  /** 64 kB at a time, one at each call of `release()`. */
  | 'slow'
  /** Faults in the packed content; the checksums are right. */
  | ContentFault;

type ContentFault =
  'wrong-architecture' | 'traversal' | 'absolute' | 'link' | 'twice' | 'script' | 'no-etcd' | 'no-tar';

export interface ReleaseServerOptions {
  /** The real binaries to pack. */
  readonly etcd: EtcdFolder;
  readonly fault?: ReleaseFault;
}

interface Packed {
  readonly content: Buffer;
  /** SHA-256, hex. */
  readonly sum: string;
}

const PROGRAMS = ['etcd', 'etcdctl', 'etcdutl'];
const SLICE = 64 * 1024;

/**
 * Serves a release like the project's own page (`<base>/vX.Y.Z/etcd-vX.Y.Z-SYSTEM-MACHINE.tar.gz` and SHA256SUMS),
 * for this machine and any requested version, packed from one etcd's real binaries. Point QUORATE_RELEASE_BASE at
 * `base`. Request that etcd's own version, otherwise the download is refused because of the version that the
 * binary prints. Do not request one whose checksums the app knows (3.6.14), unless the test wants a refusal.
 */
export class ReleaseServer {
  readonly #server: Server;
  readonly #etcd: EtcdFolder;
  readonly #packed = new Map<ContentFault | null, Promise<Packed>>();
  readonly #waiting: (() => void)[] = [];
  readonly requests: string[] = [];
  fault: ReleaseFault;
  /** Bytes of archives passed to the network. */
  sent = 0;

  static async start(options: ReleaseServerOptions): Promise<ReleaseServer> {
    const server = new ReleaseServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  private constructor({ etcd, fault = 'none' }: ReleaseServerOptions) {
    this.#etcd = etcd;
    this.fault = fault;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get base(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string')
      throw new Error('The release server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  get version(): string {
    return this.#etcd.version;
  }

  /** The archive's name for this machine. */
  archive(version = this.version): string {
    const target = targetOf(process.platform, process.arch);
    if (!target) throw new Error('etcd has no releases for this machine');
    return `etcd-v${version}-${target.system}-${target.machine}.${this.#isZip ? 'zip' : 'tar.gz'}`;
  }

  /** Lets a slow answer continue by one slice. */
  release(): void {
    this.#waiting.shift()?.();
  }

  async dispose(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #isZip(): boolean {
    return process.platform !== 'linux';
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    this.requests.push(url);
    const [, folder = '', name = ''] = /^\/(?:moved\/)?v([^/]+)\/([^/]+)$/.exec(url) ?? [];
    const isSums = name === 'SHA256SUMS';
    const isArchive = name === this.archive(folder);
    if ((!isSums && !isArchive) || this.fault === 'no-release') return void response.writeHead(404).end();
    if (this.fault === 'silent') return;
    if (this.fault === 'server-error') return void response.writeHead(503).end();
    if (this.fault === 'redirect-loop' || (this.fault === 'redirect' && !url.startsWith('/moved')))
      return void response.writeHead(302, { location: `/moved${url.replace(/^\/moved/, '')}` }).end();
    if (isSums) await this.#answerSums(folder, response);
    else await this.#answerArchive(response);
  }

  async #answerSums(version: string, response: ServerResponse): Promise<void> {
    if (this.fault === 'no-sums') return void response.writeHead(404).end();
    const archive = this.archive(version);
    const { sum } = await this.#content();
    const shown = this.fault === 'wrong-sums' ? '0'.repeat(64) : sum;
    const name = this.fault === 'sums-of-others' ? `${archive}.sig` : archive;
    response.end(`${'1'.repeat(64)}  etcd-v${version}-plan9-mips.tar.gz\n${shown}  ${name}\n`);
  }

  async #answerArchive(response: ServerResponse): Promise<void> {
    if (this.fault === 'no-archive') return void response.writeHead(404).end();
    const { content } = await this.#content();
    const half = content.subarray(0, content.length >> 1);
    const isHalf = ['truncated', 'reset', 'hang'].includes(this.fault);
    const body = this.fault === 'altered' ? alter(content) : this.fault === 'shortened' ? half : content;
    response.writeHead(200, { 'content-length': body.length });
    if (this.fault === 'slow') return this.#trickle(body, response);
    this.sent += isHalf ? half.length : body.length;
    if (!isHalf) return void response.end(body);
    await new Promise((resolve) => response.write(half, resolve));
    if (this.fault === 'truncated') response.socket?.end();
    if (this.fault === 'reset') response.socket?.resetAndDestroy();
  }

  async #trickle(body: Buffer, response: ServerResponse): Promise<void> {
    for (let at = 0; at < body.length && !response.destroyed; at += SLICE) {
      response.write(body.subarray(at, at + SLICE));
      this.sent += SLICE;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        response.once('close', resolve);
      });
    }
    response.end();
  }

  /** The content that the checksum covers, packed once for each fault. */
  #content(): Promise<Packed> {
    const fault = isContentFault(this.fault) ? this.fault : null;
    const packed = this.#packed.get(fault) ?? this.#pack(fault).then(summedUp);
    this.#packed.set(fault, packed);
    return packed;
  }

  async #pack(fault: ContentFault | null): Promise<Buffer> {
    if (fault === 'no-tar') return Buffer.from('<html>Sign in to the network</html>'.repeat(1000));
    const suffix = process.platform === 'win32' ? '.exe' : '';
    const top = `etcd-v${this.version}`;
    const names = PROGRAMS.map((name) => `${name}${suffix}`);
    const there = names.filter((name) => existsSync(join(this.#etcd.folder, name)));
    const programs = await Promise.all(
      there.map(async (name) => ({
        name: `${top}/${name}`,
        body: await readFile(join(this.#etcd.folder, name)),
      })),
    );
    const [etcd] = programs;
    if (!etcd) throw new Error(`No etcd in ${this.#etcd.folder}`);
    const readme = { name: `${top}/README.md`, body: Buffer.from('# etcd\n') };
    const entries = fault === null ? [readme, ...programs] : [readme, ...faulty(fault, etcd)];
    return this.#isZip ? zipball(entries) : tarball(entries);
  }
}

function summedUp(content: Buffer): Packed {
  return { content, sum: createHash('sha256').update(content).digest('hex') };
}

function isContentFault(fault: ReleaseFault): fault is ContentFault {
  const faults: readonly string[] = [
    'wrong-architecture',
    'traversal',
    'absolute',
    'link',
    'twice',
    'script',
    'no-etcd',
    'no-tar',
  ] satisfies ContentFault[];
  return faults.includes(fault);
}

function faulty(fault: Exclude<ContentFault, 'no-tar'>, etcd: ArchiveEntry): ArchiveEntry[] {
  switch (fault) {
    case 'wrong-architecture':
      return [{ ...etcd, body: otherMachine(etcd.body) }];
    case 'traversal':
      return [etcd, { name: '../../../etcdctl', body: Buffer.from('#!/bin/sh\n') }];
    case 'absolute':
      return [etcd, { name: '/etcdctl', body: Buffer.from('#!/bin/sh\n') }];
    case 'link':
      return [{ name: etcd.name, body: Buffer.from('/bin/sh'), kind: 'link' }];
    case 'twice':
      return [etcd, { ...etcd, name: 'etcd' }];
    case 'script':
      return [{ ...etcd, body: Buffer.from('#!/bin/sh\necho etcd Version: 9.9.9\n') }];
    case 'no-etcd':
      return [];
  }
}

/** The same program with another machine type in its header: ELF's e_machine, Mach-O's cputype, PE's Machine. */
function otherMachine(program: Buffer): Buffer {
  const patched = Buffer.from(program);
  if (process.platform === 'linux') patched.writeUInt16LE(process.arch === 'x64' ? 183 : 62, 18);
  else if (process.platform === 'darwin')
    patched.writeUInt32LE(process.arch === 'x64' ? 0x0100000c : 0x01000007, 4);
  else patched.writeUInt16LE(process.arch === 'x64' ? 0xaa64 : 0x8664, patched.readUInt32LE(0x3c) + 4);
  return patched;
}

function alter(content: Buffer): Buffer {
  const altered = Buffer.from(content);
  const middle = content.length >> 1;
  altered.writeUInt8(altered.readUInt8(middle) ^ 1, middle);
  return altered;
}
