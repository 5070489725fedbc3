import type { KeyObject, KeyPairKeyObjectResult } from 'node:crypto';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { bits, implicit, integer, octets, oid, sequence, set, tagged, time, utf8, yes } from './der';

/** A certificate and its key, as PEM files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificatePlan {
  /** The common name, which etcd takes as the user when users have certificates. */
  readonly name: string;
  /** The names and IP addresses it is for; none for a client's certificate. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  /** The key pair; a new P-256 one by default. */
  readonly keys?: KeyPairKeyObjectResult;
}

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** A certificate authority for tests, in a folder of files. Does not need openssl. */
export class TestCa {
  readonly #folder: string;
  readonly #name: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** The CA's own certificate. */
  readonly file: string;

  constructor(folder: string, name = 'test CA') {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#name = name;
    const own = this.#sign({ name }, this.#keys.publicKey, [
      extension('2.5.29.19', sequence(yes), true),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', Buffer.from([0x03, 0x02, 0x01, 0x06]), true),
    ]);
    this.file = this.#write('ca.pem', pem('CERTIFICATE', own));
  }

  /** Issues a certificate for servers and clients, and writes it and its key as `<file>.pem` and `<file>.key`. */
  issue(file: string, plan: CertificatePlan): CertificateFiles {
    const { hosts = [], keys = generateKeyPairSync('ec', { namedCurve: 'P-256' }) } = plan;
    const { publicKey, privateKey } = keys;
    const certificate = this.#sign(plan, publicKey, [
      // serverAuth and clientAuth, because etcd's gateway is its own client.
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
      ...(hosts.length > 0 ? [extension('2.5.29.17', sequence(...hosts.map(alternative)))] : []),
    ]);
    return {
      certificate: this.#write(`${file}.pem`, pem('CERTIFICATE', certificate)),
      key: this.#write(`${file}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    };
  }

  #sign({ name, from, until }: CertificatePlan, key: KeyObject, extensions: readonly Buffer[]): Buffer {
    const body = sequence(
      tagged(0, integer(Buffer.from([2]))),
      integer(randomBytes(16)),
      ECDSA_SHA256,
      named(this.#name),
      sequence(
        time(from ?? new Date(Date.now() - DAY_MS)),
        time(until ?? new Date(Date.now() + 30 * DAY_MS)),
      ),
      named(name),
      key.export({ type: 'spki', format: 'der' }),
      tagged(3, sequence(extension('2.5.29.14', octets(idOf(key))), ...extensions)),
    );
    return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, this.#keys.privateKey)));
  }

  #write(name: string, content: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}

/** A name that is just a common name. */
function named(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [yes] : []), octets(value));
}

function alternative(host: string): Buffer {
  if (isIP(host) === 4) return implicit(7, Buffer.from(host.split('.').map(Number)));
  return implicit(2, Buffer.from(host));
}

function idOf(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
