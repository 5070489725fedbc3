import { mapEventIterator } from '@orpc/client';
import { type AnySchema, getEventIteratorSchemaDetails } from '@orpc/contract';
import { implement } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import type { Log } from '../base/log';
import { asContractError } from './errors';
import type { CallContext } from './open-streams';
import { closing } from './streams';

/**
 * The contract, ready for its procedures. Anything that a procedure throws, at once or in its stream, leaves as an
 * error of the contract. A stream is refused with TOO_MANY_STREAMS, before it is opened, when its transport has so many.
 */
export function implementer(log: Log) {
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ next, path, signal, context, procedure }) => {
      // After an abort nobody receives the error, and it is usually the cancellation itself.
      const explained = (error: unknown) =>
        signal?.aborted ? error : asContractError(error, path.join('.'), log);
      let ended: (() => void) | undefined;
      try {
        if (isStream(procedure['~orpc'].outputSchema)) ended = context.streams.add();
        const result = await next();
        if (!ended) return result;
        const error = (failure: unknown) => Promise.resolve(explained(failure));
        const output = result.output as AsyncGenerator<unknown, void, void>;
        const mapped = mapEventIterator(output, { value: (value) => Promise.resolve(value), error });
        return { ...result, output: closing(mapped, ended, signal) };
      } catch (error) {
        ended?.();
        throw explained(error);
      }
    });
}

function isStream(output: AnySchema | undefined): boolean {
  return getEventIteratorSchemaDetails(output) !== undefined;
}

export type Implementer = ReturnType<typeof implementer>;
