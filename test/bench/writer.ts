import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Client, credentials } from '@grpc/grpc-js';
import { TxnRequestSchema, TxnResponseSchema } from '../../src-main/etcd/gen/kv_pb';

export interface Put {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Writes through bare grpc-js, in one call each. Our own client would give up a member that has no time for its
 * probes under such a load, and its processor time would distort the measurement.
 */
export class BareWriter {
  readonly #client: Client;

  /** `endpoint` is `http://HOST:PORT`. */
  constructor(endpoint: string) {
    this.#client = new Client(new URL(endpoint).host, credentials.createInsecure());
  }

  /** Puts all in one transaction. */
  async put(puts: readonly Put[], deadlineMs: number): Promise<void> {
    const success = puts.map((value) => ({ request: { case: 'requestPut', value } as const }));
    await new Promise<void>((resolve, reject) => {
      this.#client.makeUnaryRequest(
        '/etcdserverpb.KV/Txn',
        (request) => Buffer.from(toBinary(TxnRequestSchema, request)),
        (bytes: Buffer) => fromBinary(TxnResponseSchema, bytes),
        create(TxnRequestSchema, { success }),
        { deadline: Date.now() + deadlineMs },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  }

  dispose(): void {
    this.#client.close();
  }
}
