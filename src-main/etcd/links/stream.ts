import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Disposable } from '../../base/lifecycle';

/** Receives what a stream sends. */
export interface StreamListener<Answer, Reason> {
  message(answer: Answer): void;
  /** Called once with the reason why the stream ended, unless it was disposed of. */
  ended(reason: Reason): void;
}

/** A bidirectional call. `dispose`, the server or a lost connection ends it. */
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
    // A stream that the server ends without an error has ended all the same.
    call.on('end', () => this.#end(new Error('EOF')));
  }

  send(request: MessageInitShape<I>): void {
    if (!this.#ended) this.#call.write(create(this.#input, request));
  }

  /** Ends the stream for an error that the server sent inside it, as if the server had ended it with that error. */
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
