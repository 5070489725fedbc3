import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Disposable } from '../../base/lifecycle';

/** Hears what comes out of a stream. */
export interface StreamListener<Answer, Reason> {
  message(answer: Answer): void;
  /** Once, unless the stream was disposed of: why it ended. */
  ended(reason: Reason): void;
}

/** A call that goes both ways. It ends by `dispose`, or by the server or the connection. */
export class EtcdStream<I extends DescMessage> implements Disposable {
  readonly #input: I;
  readonly #call: ClientDuplexStream<MessageShape<I>, unknown>;
  readonly #listener: StreamListener<unknown, unknown>;
  #ended = false;

  constructor(
    input: I,
    call: ClientDuplexStream<MessageShape<I>, unknown>,
    listener: StreamListener<unknown, unknown>,
  ) {
    this.#input = input;
    this.#call = call;
    this.#listener = listener;
    call.on('data', (answer: unknown) => {
      if (!this.#ended) listener.message(answer);
    });
    call.on('error', (error: unknown) => this.#end(error));
    // A server that ends a stream without an error has still ended it.
    call.on('end', () => this.#end(new Error('the server ended the stream')));
  }

  send(request: MessageInitShape<I>): void {
    if (!this.#ended) this.#call.write(create(this.#input, request));
  }

  /** Ends it for what the server said inside it, as if it had ended it so. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#call.cancel();
    this.#end(error);
  }

  dispose(): void {
    this.#ended = true;
    this.#call.cancel();
  }

  #end(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.ended(error);
  }
}
