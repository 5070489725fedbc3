import type { DescMethod, Message } from '@bufbuild/protobuf';
import { isMessage } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { isDeepStrictEqual } from 'node:util';
import type { Disposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import { type Live, LiveValue } from '../../base/live';
import { Fields } from '../fields';
import { type ResponseHeader, ResponseHeaderSchema } from '../gen/header_pb';
import { KV, RangeRequestSchema } from '../gen/kv_pb';
import { StatusResponseSchema } from '../gen/maintenance_pb';
import { hexId } from '../ids';
import { rpcPath } from '../rpcs';
import { decoded } from './answer';

/** Endpoints of one cluster, out of several that are behind one connection. */
export interface ClusterGroup {
  /** Hex. Two single etcds with default flags have the same one. */
  readonly clusterId: string;
  readonly endpoints: readonly string[];
}

/** A cluster that was at revision `from` answers from revision `to`. */
export interface WentBack {
  readonly from: bigint;
  readonly to: bigint;
}

/** What was known when a call was sent. */
export interface Asked {
  readonly order: number;
  readonly history: number;
  readonly newest: bigint;
}

/** The last status of an endpoint. */
interface Sight {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly term: bigint;
  readonly index: bigint;
  /** Calls sent later have a higher `order`. */
  readonly order: number;
}

/** So many steps back in a row, between two endpoints of one member ID, prove two members: a restart makes only one. */
const PROOF = 2;

/**
 * Which cluster the endpoints of a connection lead to, and which history that cluster has, as told by every answer.
 *
 * Endpoints lead to different clusters when their cluster IDs differ. Two etcds that were started with default flags
 * have the same IDs; then their Raft term or index goes back from one endpoint to the other, again and again.
 *
 * A linearizable answer is never older than what was known when its call was sent. One that is comes from another
 * history, as after the restore of a snapshot.
 */
export class Lineage {
  readonly #clusters = new LiveValue<readonly ClusterGroup[] | null>(null);
  readonly #wentBack = new Listeners<[WentBack]>();
  readonly #moved = new Listeners();
  #endpoints: readonly string[] = [];
  #sights: ReadonlyMap<string, Sight> = new Map();
  /** Steps back in a row, by the two endpoints in their order. One answer of the first counts for one step. */
  #steps = new Map<string, { readonly count: number; readonly order: number }>();
  /** Pairs that are proved to be two members. */
  #apart: readonly (readonly [string, string])[] = [];
  #order = 0;
  #history = 0;
  #clusterId = 0n;
  #newest = 0n;

  /** The clusters behind the endpoints; null as long as there is no sign of more than one. */
  get clusters(): Live<readonly ClusterGroup[] | null> {
    return this.#clusters;
  }

  /** The newest revision that the cluster is known to have reached; 0 before the first answer. */
  get newest(): bigint {
    return this.#newest;
  }

  /** Whether two endpoints answer with the same member ID: two addresses of one member, or two clusters. */
  get hasTwins(): boolean {
    const ids = [...this.#sights.values()].map(({ clusterId, memberId }) => `${clusterId} ${memberId}`);
    return new Set(ids).size < ids.length;
  }

  /** Calls `listener` when the cluster turns out to have another history. */
  onWentBack(listener: (told: WentBack) => void): Disposable {
    return this.#wentBack.add(listener);
  }

  /** Calls `listener` after each change of `newest`. */
  onMoved(listener: () => void): Disposable {
    return this.#moved.add(listener);
  }

  /** From now on, only these endpoints count. */
  keep(endpoints: readonly string[]): void {
    this.#endpoints = endpoints;
    this.#sights = new Map([...this.#sights].filter(([endpoint]) => endpoints.includes(endpoint)));
    this.#apart = this.#apart.filter((pair) => pair.every((endpoint) => endpoints.includes(endpoint)));
    this.#steps.clear();
    this.#judge();
  }

  /** Forgets all, since these endpoints may be those of another cluster. */
  restart(endpoints: readonly string[]): void {
    this.#history++;
    this.#clusterId = 0n;
    this.#newest = 0n;
    this.keep([]);
    this.keep(endpoints);
  }

  /** Call this when a call is sent, and `heard` with the result when it is answered. */
  ask(): Asked {
    return { order: ++this.#order, history: this.#history, newest: this.#newest };
  }

  heard(endpoint: string, asked: Asked, method: DescMethod, request: Message, answer: Message): void {
    const header = headerOf(answer);
    if (!header) return;
    if (isMessage(answer, StatusResponseSchema)) this.#sighted(endpoint, asked, header, answer.raftIndex);
    if (asked.history !== this.#history) return;
    const { clusterId, revision } = header;
    const known = this.#clusterId;
    const isOther = clusterId !== 0n && known !== 0n && clusterId !== known;
    if (isLinearizable(method, request) && (isOther || revision < asked.newest)) {
      this.#goBack(clusterId, revision);
      return;
    }
    if (isOther) return;
    if (known === 0n) this.#clusterId = clusterId;
    this.reached(revision);
  }

  /** The cluster is known to have reached a revision, by an event or an answer. */
  reached(revision: bigint): void {
    if (revision <= this.#newest) return;
    this.#newest = revision;
    this.#moved.tell();
  }

  #goBack(clusterId: bigint, to: bigint): void {
    const from = this.#newest;
    this.#history++;
    this.#clusterId = clusterId;
    this.#newest = to;
    this.#wentBack.tell({ from, to });
  }

  #sighted(endpoint: string, { order }: Asked, header: ResponseHeader, index: bigint): void {
    if (!this.#endpoints.includes(endpoint)) return;
    const { clusterId, memberId, raftTerm: term } = header;
    const sight: Sight = { clusterId, memberId, term, index, order: ++this.#order };
    for (const [other, before] of this.#sights) {
      if (other !== endpoint && isSameMember(before, sight) && order > before.order)
        this.#compare(other, before, endpoint, sight);
    }
    this.#sights = new Map([...this.#sights, [endpoint, sight]]);
    this.#judge();
  }

  /** `sight` was asked for after `before` was known. */
  #compare(other: string, before: Sight, endpoint: string, sight: Sight): void {
    const pair = `${other} ${endpoint}`;
    const last = this.#steps.get(pair);
    if (last?.order === before.order) return;
    const isBack = sight.term < before.term || (sight.term === before.term && sight.index < before.index);
    const count = isBack ? (last?.count ?? 0) + 1 : 0;
    this.#steps.set(pair, { count, order: before.order });
    if (count >= PROOF && !this.#areApart(other, endpoint)) this.#apart = [...this.#apart, [other, endpoint]];
  }

  #areApart(some: string, other: string): boolean {
    return this.#apart.some((pair) => pair.includes(some) && pair.includes(other));
  }

  #judge(): void {
    const groups: { readonly first: Sight; readonly clusterId: string; readonly endpoints: string[] }[] = [];
    for (const endpoint of this.#endpoints) {
      const sight = this.#sights.get(endpoint);
      if (!sight) continue;
      const own = groups.find(
        ({ first, endpoints }) =>
          first.clusterId === sight.clusterId && !endpoints.some((each) => this.#areApart(each, endpoint)),
      );
      if (own) own.endpoints.push(endpoint);
      else groups.push({ first: sight, clusterId: hexId(sight.clusterId), endpoints: [endpoint] });
    }
    const clusters =
      groups.length < 2 ? null : groups.map(({ clusterId, endpoints }) => ({ clusterId, endpoints }));
    if (!isDeepStrictEqual(clusters, this.#clusters.value)) this.#clusters.value = clusters;
  }
}

function isSameMember(some: Sight, other: Sight): boolean {
  return some.clusterId === other.clusterId && some.memberId === other.memberId;
}

/** Calls of which every answer is at least as new as any that came before they were sent. */
const linearizable: ReadonlySet<string> = new Set(
  [KV.method.range, KV.method.put, KV.method.deleteRange, KV.method.txn].map(rpcPath),
);

function isLinearizable(method: DescMethod, request: Message): boolean {
  if (isMessage(request, RangeRequestSchema) && request.serializable) return false;
  return linearizable.has(rpcPath(method));
}

/** The field of the header in every answer of etcd. */
const HEADER = 1;

function headerOf(answer: Message): ResponseHeader | null {
  if (isMessage(answer, BytesValueSchema)) return rawHeader(answer.value);
  const { header } = answer as { readonly header?: Message };
  return header !== undefined && isMessage(header, ResponseHeaderSchema) ? header : null;
}

/** The header of an answer that was checked but not decoded. */
function rawHeader(bytes: Uint8Array): ResponseHeader | null {
  const fields = new Fields(bytes, 0, bytes.length);
  if (!fields.next() || fields.no !== HEADER) return null;
  return decoded(ResponseHeaderSchema, bytes.subarray(fields.start, fields.end));
}
