import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionDraft, ConnectionsState, PemPart } from '@shared/contract/connections';
import { Failure } from '../base/failure';
import type { Secrets } from '../base/host';
import { KeptFile } from '../base/files/kept-file';
import type { Disposable } from '../base/lifecycle';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import type { EtcdClient } from '../etcd/links/client';
import { type Credentials, openCredentials } from '../etcd/links/credentials';
import type { ObservedMembers } from './observed-members';
import { Passwords } from './passwords';
import { partsOf, PemFiles } from './pem-files';
import { withFullPaths } from './paths';
import { type ConnectionRecord, connectionsFormat, type KeptConnections } from './records';
import { Remote, type RemoteOptions } from './remote';
import type { Etcdctl } from './etcdctl-choice';
import { clusterVersion, type ConnectionShell, remoteShell } from './remote-shell';

export interface RemoteConnectionsOptions {
  readonly dataFolder: string;
  /** null when the host has no store; passwords are then forgotten when the engine ends. */
  readonly secrets: Promise<Secrets | null>;
  /** The interval between two questions to a member, in milliseconds. */
  readonly intervalMs: () => number;
  /** Finds the etcdctl for shells of a cluster with that version (null: unknown); null when none is installed. */
  readonly etcdctl: (version: string | null) => Promise<Etcdctl | null>;
  readonly log: Log;
}

/**
 * The connections to remote clusters, kept in `connections.json`. If a newer app wrote that file, there are no
 * connections, and none can be saved.
 */
export class RemoteConnections implements Disposable {
  readonly #file: KeptFile<KeptConnections>;
  readonly #passwords: Passwords;
  readonly #pemFiles: PemFiles;
  readonly #remoteOptions: RemoteOptions;
  readonly #etcdctl: RemoteConnectionsOptions['etcdctl'];
  readonly #remotes = new Map<string, Remote>();
  readonly #state: LiveValue<ConnectionsState>;
  #saving: Promise<unknown> = Promise.resolve();

  constructor({ dataFolder, secrets, intervalMs, etcdctl, log }: RemoteConnectionsOptions) {
    this.#etcdctl = etcdctl;
    const path = join(dataFolder, 'connections.json');
    this.#file = new KeptFile({ path, format: connectionsFormat, what: 'connections', log });
    this.#passwords = new Passwords(secrets, log);
    this.#pemFiles = new PemFiles(dataFolder);
    this.#remoteOptions = { password: (record) => this.#password(record), intervalMs, log };
    for (const record of this.#file.content?.connections ?? []) {
      // A file that was edited by hand may have an ID twice: neither connection may be lost at the next save.
      const id = this.#remotes.has(record.id) ? randomUUID() : record.id;
      this.#remotes.set(id, this.#remote({ ...record, id }));
    }
    // Connections that could not be read still use their files.
    if (!this.#file.problem) this.#pemFiles.prune(this.#usedFiles());
    this.#state = new LiveValue(this.#now());
    this.#passwords.kept.onChange(() => this.#publish());
  }

  get state(): Live<ConnectionsState> {
    return this.#state;
  }

  has(id: string): boolean {
    return this.#remotes.has(id);
  }

  /**
   * The client, the same object as long as the connection exists. NOT_FOUND, CERTIFICATE_UNREADABLE,
   * CERTIFICATE_KEY_MISMATCH.
   */
  client(id: string): EtcdClient {
    return this.#get(id).client;
  }

  /** Its members, one row for each endpoint, polled only while somebody listens. The same errors. */
  members(id: string): ObservedMembers {
    return this.#get(id).members;
  }

  /** What a shell needs for it: see `remoteShell`. NOT_FOUND for the connection or the member. */
  async shell(id: string, member: string | null): Promise<ConnectionShell> {
    const { record, seen } = this.#get(id);
    const password = record.user === null ? null : await this.#password(record).catch(() => null);
    const rows = seen?.rows ?? [];
    const version = clusterVersion(rows);
    const etcdctl = await this.#etcdctl(version);
    return remoteShell(record, { member, password, etcdctl, version, rows });
  }

  /** Creates a connection (`id` null) or changes one; returns its ID. For errors see the contract. */
  save(id: string | null, draft: ConnectionDraft): Promise<string> {
    // One at a time: two saves at once must not choose the same name.
    const saved = this.#saving.then(() => this.#save(id, draft));
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  remove(id: string): void {
    const remote = this.#get(id);
    this.#write(this.#records().filter((record) => record.id !== id));
    this.#remotes.delete(id);
    this.#passwords.forget(id);
    remote.dispose();
    this.#publish();
  }

  /** Keeps a PEM file that was handed in: see the contract. */
  keepPem(name: string, text: string): { parts: PemPart[]; path: string } {
    const parts = partsOf(text);
    return { parts, path: parts.length > 0 ? this.#pemFiles.keep(name, text) : '' };
  }

  /** The credentials of a draft. A password that the draft omits is the saved one of `id`. */
  credentialsOf(id: string | null, draft: ConnectionDraft): Credentials {
    const { user, password, tls, roundTripMs } = withFullPaths(draft);
    const record = id === null ? null : this.#get(id).record;
    const kept = () => {
      if (record && record.user === user) return this.#password(record);
      return Promise.reject(new Failure('PASSWORD_MISSING', { user: user ?? '' }));
    };
    const identity = user === null ? null : { name: user, password: password ?? kept };
    return openCredentials({ user: identity, tls, roundTripMs });
  }

  dispose(): void {
    for (const remote of this.#remotes.values()) remote.dispose();
    this.#remotes.clear();
  }

  async #save(id: string | null, draft: ConnectionDraft): Promise<string> {
    this.#file.refuseNewer();
    const old = id === null ? null : this.#get(id);
    this.#refuseTakenName(draft.name, id);
    // Refuses unusable certificates now.
    this.credentialsOf(id, draft);
    const { password, ...settings } = withFullPaths(draft);
    const own = id ?? randomUUID();
    const sameUser = old?.record.user === draft.user;
    let sealed = old && sameUser ? old.record.password : null;
    if (draft.user !== null && password !== null) sealed = await this.#passwords.set(own, password);
    else if (!sameUser) this.#passwords.forget(own);
    this.#refuseRemoved(id);
    const record: ConnectionRecord = { id: own, ...settings, password: sealed };
    const others = this.#records().filter((other) => other.id !== own);
    this.#write(
      id === null ? [...others, record] : this.#records().map((each) => (each.id === id ? record : each)),
    );
    if (old) old.change(record, password !== null);
    else this.#remotes.set(own, this.#remote(record));
    this.#publish();
    return own;
  }

  #write(connections: readonly ConnectionRecord[]): void {
    this.#file.write({ connections });
  }

  #remote(record: ConnectionRecord): Remote {
    return new Remote(record, this.#remoteOptions);
  }

  #password({ id, password, user }: ConnectionRecord): Promise<string> {
    return this.#passwords.get(id, password, user ?? '');
  }

  #get(id: string): Remote {
    const found = this.#remotes.get(id);
    if (!found) throw new Failure('NOT_FOUND', { what: 'connection', name: id });
    return found;
  }

  #usedFiles(): ReadonlySet<string> {
    return new Set(
      this.#records().flatMap(({ tls: { ca, certificate, key } }) =>
        [ca, certificate, key].filter((path) => path !== null),
      ),
    );
  }

  #records(): readonly ConnectionRecord[] {
    return [...this.#remotes.values()].map(({ record }) => record);
  }

  /** The connection may have been removed while the password was being encrypted; forget the password, too. */
  #refuseRemoved(id: string | null): void {
    if (id === null || this.#remotes.has(id)) return;
    this.#passwords.forget(id);
    throw new Failure('NOT_FOUND', { what: 'connection', name: id });
  }

  #refuseTakenName(name: string, but: string | null): void {
    const wanted = name.toLowerCase();
    const taken = this.#records().some((other) => other.id !== but && other.name.toLowerCase() === wanted);
    if (taken) throw new Failure('NAME_TAKEN', { name });
  }

  #now(): ConnectionsState {
    const connections = this.#records().map(({ password, ...record }) => ({
      ...record,
      hasPassword: record.user !== null && this.#passwords.has(record.id, password),
    }));
    const problem = this.#file.problem?.value ?? null;
    return { connections, secretsKept: this.#passwords.kept.value, problem };
  }

  #publish(): void {
    this.#state.value = this.#now();
  }
}
