import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

/** The colours of connections, by name; the window defines each for both themes. */
export const connectionColours = [
  'indigo',
  'teal',
  'orange',
  'magenta',
  'green',
  'blue',
  'violet',
  'cyan',
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

/** `http://host:port` or `https://host:port`, with an IPv6 host in brackets, and nothing else. */
export const endpointUrl = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/(?:\[[0-9a-fA-F:.]+\]|[^\s/:?#@[\]]+):\d{1,5}$/),
  v.check((url) => Number(url.slice(url.lastIndexOf(':') + 1)) <= 65_535),
);

/** Maximum endpoints of a connection. */
export const MAX_ENDPOINTS = 30;

/** Bounds of `roundTripMs`, and what it is unless it is set: a satellite, or a VPN around the world. Milliseconds. */
export const ROUND_TRIP_MS = { least: 100, most: 30_000, usual: 2000 } as const;

const path = v.nullable(v.pipe(v.string(), v.minLength(1)));

/** How to verify `https` endpoints, and how to prove who we are. Paths are on the engine's machine; PEM. */
export const tlsOptions = v.object({
  /** null for the system's own CAs. */
  ca: path,
  /** Certificate and key must be set together or not at all. */
  certificate: path,
  key: path,
  /** The name that the server's certificate must have; null for the endpoint's host. */
  serverName: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Accepts any server certificate: anyone in between can read and change everything. */
  skipVerify: v.boolean(),
});
export type TlsOptions = v.InferOutput<typeof tlsOptions>;

/** The settings of a connection, except for its password. */
const settings = {
  name: connectionName,
  colour: v.picklist(connectionColours),
  endpoints: v.pipe(v.array(endpointUrl), v.minLength(1), v.maxLength(MAX_ENDPOINTS)),
  /** null when the cluster needs no user. */
  user: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Applies to `https` endpoints. */
  tls: tlsOptions,
  /**
   * The slowest round trip that must still work before one was measured, in milliseconds: a hung endpoint is given
   * up after five of them and a second.
   */
  roundTripMs: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(ROUND_TRIP_MS.least), v.maxValue(ROUND_TRIP_MS.most)),
    ROUND_TRIP_MS.usual,
  ),
};

/** A connection to a remote cluster. Its password never leaves the engine. */
export const remoteConnection = v.object({
  id: v.string(),
  ...settings,
  /** Whether the engine has a password for `user`. */
  hasPassword: v.boolean(),
});
export type RemoteConnection = v.InferOutput<typeof remoteConnection>;

export const connectionDraft = v.object({
  ...settings,
  /** null keeps the saved one. Ignored without a user. */
  password: v.nullable(v.string()),
});
export type ConnectionDraft = v.InferOutput<typeof connectionDraft>;

export const connectionsState = v.object({
  connections: v.array(remoteConnection),
  /** Whether passwords outlive the engine, encrypted by the system's store; otherwise they are kept in memory. */
  secretsKept: v.boolean(),
  /**
   * FILE_SET_ASIDE when the saved connections were damaged; new ones can be saved. FILE_NEWER when a newer version of the app wrote the saved connections; none are listed then, and `save` fails
   * with it. null when they could be read.
   */
  problem: v.nullable(failureValue),
});
export type ConnectionsState = v.InferOutput<typeof connectionsState>;

/** The result of testing one endpoint of a connection by itself. */
export const endpointReport = v.object({
  endpoint: v.string(),
  outcome: v.variant('kind', [
    v.object({ kind: v.literal('asking') }),
    v.object({
      kind: v.literal('ok'),
      /** null when the user may not see it: some servers show their status to root only. */
      version: v.nullable(v.string()),
      /** Lower-case hex without leading zeros. All endpoints of a connection should belong to one cluster. */
      clusterId: v.string(),
      memberId: v.string(),
      /** null when the member list has no name for it. */
      memberName: v.nullable(v.string()),
      /** null when the user may not see it. */
      leads: v.nullable(v.boolean()),
      /** The time of one call on an open connection. Milliseconds. */
      roundTripMs: v.number(),
    }),
    v.object({ kind: v.literal('failed'), failure: failureValue }),
  ]),
});
export type EndpointReport = v.InferOutput<typeof endpointReport>;

export const connectionTest = v.object({ reports: v.array(endpointReport), done: v.boolean() });
export type ConnectionTest = v.InferOutput<typeof connectionTest>;

/** What a PEM file is for. */
export const pemPart = v.picklist(['ca', 'certificate', 'key']);
export type PemPart = v.InferOutput<typeof pemPart>;
/** The largest PEM file that is taken: a bundle of all public CAs has some 220 kB. Characters. */
export const MAX_PEM = 500_000;

/** `id` is null for an unsaved connection; otherwise the saved values apply to whatever the draft omits. */
const draftOf = v.object({ id: v.nullable(v.string()), draft: connectionDraft });

export const connections = {
  watch: live(v.object({}), connectionsState),
  /**
   * Creates a connection (`id` null) or changes one, which reconnects its users. NAME_TAKEN, NOT_FOUND,
   * CERTIFICATE_UNREADABLE, CERTIFICATE_KEY_MISMATCH, FILE_NEWER. Asks no endpoint.
   */
  save: procedure.input(draftOf).output(v.object({ id: v.string() })),
  /** Deletes a connection with its password, and ends everything that uses it. */
  remove: procedure.input(v.object({ id: v.string() })).output(v.void()),
  /**
   * Tests each endpoint of a draft by itself, all at once, within 5 s; saves nothing. Ends after the state with
   * `done`; ending the stream cancels the calls.
   */
  test: live(draftOf, connectionTest),
  /**
   * Takes a PEM file that the user dropped on the window, and says what it is for: `parts` is empty when it holds
   * neither a certificate nor a key. Keeps a copy at `path` for connections to use; a copy that none uses is removed
   * at the next start.
   */
  keepPem: procedure
    .input(
      v.object({
        name: v.pipe(v.string(), v.maxLength(500)),
        text: v.pipe(v.string(), v.maxLength(MAX_PEM)),
      }),
    )
    .output(v.object({ parts: v.array(pemPart), path: v.string() })),
};
