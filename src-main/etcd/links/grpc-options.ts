import type { ClientOptions } from '@grpc/grpc-js';
import { ANSWER_MIB } from '../limits';

/** Options of every channel. */
export const grpcOptions: ClientOptions = {
  // etcd sends as much as was asked for; gRPC's default limit of 4 MiB fails on the first real keyspace.
  'grpc.max_receive_message_length': ANSWER_MIB * 2 ** 20,
  // The server reports a request that is too large, with its own error.
  'grpc.max_send_message_length': -1,
  /**
   * By default gRPC waits 1 s, then up to 2 min, before it redials, which hides a node that came back. A refused
   * dial on loopback takes 0.2 ms. A dial to a dead host hangs in the system and is not repeated meanwhile.
   */
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 200,
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
