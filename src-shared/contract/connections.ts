import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

/** The marks of a connection, by name; the window has a colour for each, in both themes. */
export const connectionColours = [
  'indigo',
  'teal',
  'orange',
  'magenta',
  'green',
  'blue',
  'violet',
  'gold',
  'red',
  'grey',
] as const;
export type ConnectionColour = (typeof connectionColours)[number];

export const connectionName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(60),
  v.regex(/^[^\p{Cc}]+$/u),
);

/** `http://host:port` or `https://host:port`, an IPv6 host in brackets; nothing else in it. */
export const endpointUrl = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/(?:\[[0-9a-fA-F:.]+\]|[^\s/:?#@[\]]+):\d{1,5}$/),
  v.check((url) => Number(url.slice(url.lastIndexOf(':') + 1)) <= 65_535, 'no such port'),
);

/** Most endpoints of a connection. */
export const MAX_ENDPOINTS = 30;

const path = v.nullable(v.pipe(v.string(), v.minLength(1)));

/** How `https` endpoints are trusted, and how we prove who we are. Paths are of the engine's machine; PEM. */
export const tlsOptions = v.object({
  /** null: the system's own CAs. */
  ca: path,
  /** Certificate and key come both or not at all. */
  certificate: path,
  key: path,
  /** The name that the server's certificate must be for; null: the endpoint's host. */
  serverName: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Takes any certificate of the server: whoever is in between can read and change everything. */
  skipVerify: v.boolean(),
});
export type TlsOptions = v.InferOutput<typeof tlsOptions>;

/** What a connection is, but for its password. */
const settings = {
  name: connectionName,
  colour: v.picklist(connectionColours),
  endpoints: v.pipe(v.array(endpointUrl), v.minLength(1), v.maxLength(MAX_ENDPOINTS)),
  /** null: the cluster asks for none. */
  user: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Counts for the `https` endpoints. */
  tls: tlsOptions,
};

/** A connection to a cluster that runs elsewhere. Its password never leaves the engine. */
export const remoteConnection = v.object({
  id: v.string(),
  ...settings,
  /** Whether the engine has a password for `user`. */
  hasPassword: v.boolean(),
});
export type RemoteConnection = v.InferOutput<typeof remoteConnection>;

export const connectionDraft = v.object({
  ...settings,
  /** null keeps the one that the engine has. Of no meaning without a user. */
  password: v.nullable(v.string()),
});
export type ConnectionDraft = v.InferOutput<typeof connectionDraft>;

export const connectionsState = v.object({
  connections: v.array(remoteConnection),
  /** Whether passwords outlive the engine: the system's store keeps them encrypted. Else they are kept in memory. */
  secretsKept: v.boolean(),
  /**
   * FILE_NEWER when a newer version of the app wrote the saved connections: then none are listed, and `save` fails
   * with it. null when they could be read.
   */
  problem: v.nullable(failureValue),
});
export type ConnectionsState = v.InferOutput<typeof connectionsState>;

/** What one endpoint of a connection said, asked by itself. */
export const endpointReport = v.object({
  endpoint: v.string(),
  outcome: v.variant('kind', [
    v.object({ kind: v.literal('asking') }),
    v.object({
      kind: v.literal('ok'),
      /** null when the user may not know it: some servers tell their status to root alone. */
      version: v.nullable(v.string()),
      /** Lower-case hex without leading zeros. Endpoints of one connection should be of one cluster. */
      clusterId: v.string(),
      memberId: v.string(),
      /** null when the member list did not name it. */
      memberName: v.nullable(v.string()),
      /** null when the user may not know it. */
      leads: v.nullable(v.boolean()),
      /** Of one call, once connected. Milliseconds. */
      roundTripMs: v.number(),
    }),
    v.object({ kind: v.literal('failed'), failure: failureValue }),
  ]),
});
export type EndpointReport = v.InferOutput<typeof endpointReport>;

export const connectionTest = v.object({ reports: v.array(endpointReport), done: v.boolean() });
export type ConnectionTest = v.InferOutput<typeof connectionTest>;

/** `id` is null for one that is not saved yet; else what the draft does not say is as it is kept. */
const draftOf = v.object({ id: v.nullable(v.string()), draft: connectionDraft });

export const connections = {
  watch: live(v.object({}), connectionsState),
  /**
   * Makes a connection (`id` null) or changes one; a change reconnects who uses it. NAME_TAKEN, NOT_FOUND,
   * CERTIFICATE_UNREADABLE, CERTIFICATE_KEY_MISMATCH, FILE_NEWER. Asks no endpoint.
   */
  save: procedure.input(draftOf).output(v.object({ id: v.string() })),
  /** Forgets it, its password included, and ends what uses it. */
  remove: procedure.input(v.object({ id: v.string() })).output(v.void()),
  /**
   * Asks each endpoint of a draft by itself, all at once, within 5 s; nothing is saved. Ends after the state that
   * is `done`; ending the stream ends the calls.
   */
  test: live(draftOf, connectionTest),
};
