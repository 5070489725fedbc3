import type { ClientOptions } from '@grpc/grpc-js';

/** What every channel is made with. */
export const grpcOptions: ClientOptions = {
  // etcd answers with whatever was asked for; gRPC's own limit of 4 MiB fails on the first real keyspace.
  'grpc.max_receive_message_length': -1,
  // The server says by itself that a request is too large, in words of its own.
  'grpc.max_send_message_length': -1,
  /*
   * gRPC waits 1 s, then up to 2 min, before it dials again, which hides a node that came back. A refused dial on
   * loopback takes 0.2 ms; one to a dead host hangs in the system meanwhile and is not repeated.
   */
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 200,
  // Channels with the same options share connections and their backoff; a new channel must begin anew.
  'grpc.use_local_subchannel_pool': 1,
  // Finds a silent peer under long calls. Pings more often than every 5 s, or without a call, end in GOAWAY.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5000,
  // etcd publishes no service config: saves a TXT query for each host name.
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_channelz': 0,
};
