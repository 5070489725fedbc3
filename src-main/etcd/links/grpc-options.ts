import type { ClientOptions } from '@grpc/grpc-js';
import { ANSWER_MIB } from '../limits';

/** Longer than any dial takes; gRPC adds to it, and timers end at 25 days. Milliseconds. */
const NEVER_MS = 24 * 3_600_000;

/** Options of every channel. */
export const grpcOptions: ClientOptions = {
  // etcd sends as much as was asked for; gRPC's default limit of 4 MiB fails on the first real keyspace.
  'grpc.max_receive_message_length': ANSWER_MIB * 2 ** 20,
  // The server reports a request that is too large, with its own error.
  'grpc.max_send_message_length': -1,
  // After a dial that failed, gRPC would dial again by itself for ever, even while nobody calls. `Wire` says when.
  'grpc.initial_reconnect_backoff_ms': NEVER_MS,
  'grpc.max_reconnect_backoff_ms': NEVER_MS,
  // Otherwise channels with the same options share connections and their backoff, and a new channel must
  // start fresh.
  'grpc.use_local_subchannel_pool': 1,
  // Detects a silent peer during long calls. Pings more often than every 5 s, or without a call, end in
  // GOAWAY.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5000,
  // etcd publishes no service config; this saves a TXT query for each host name.
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_channelz': 0,
};
