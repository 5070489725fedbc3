import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Disposable } from '../base/lifecycle';

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
  #ended = false;

  constructor(
    input: I,
    call: ClientDuplexStream<MessageShape<I>, unknown>,
    listener: StreamListener<unknown, unknown>,
  ) {
    this.#input = input;
    this.#call = call;
    call.on('data', (answer: unknown) => {
      if (!this.#ended) listener.message(answer);
    });
    const end = (error: unknown) => {
      if (this.#ended) return;
      this.#ended = true;
      listener.ended(error);
    };
    call.on('error', end);
    // A server that ends a stream without an error has still ended it.
    call.on('end', () => end(new Error('the server ended the stream')));
  }

  send(request: MessageInitShape<I>): void {
    if (!this.#ended) this.#call.write(create(this.#input, request));
  }

  /** Takes no more until `resume`: the server is held back by the transport's own flow control. */
  pause(): void {
    this.#call.pause();
  }

  resume(): void {
    this.#call.resume();
  }

  dispose(): void {
    this.#ended = true;
    this.#call.cancel();
  }
}
