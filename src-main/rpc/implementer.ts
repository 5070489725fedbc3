import { mapEventIterator } from '@orpc/client';
import { implement } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import type { Log } from '../base/log';
import { asContractError } from './errors';

/**
 * The contract, ready for its procedures. Anything that a procedure throws, at once or in its stream, leaves as an
 * error of the contract.
 */
export function implementer(log: Log) {
  return implement(contract).use(async ({ next, path, signal }) => {
    // After an abort nobody receives the error, and it is usually the cancellation itself.
    const explained = (error: unknown) =>
      signal?.aborted ? error : asContractError(error, path.join('.'), log);
    try {
      const result = await next();
      const output: unknown = result.output;
      if (!isStream(output)) return result;
      const error = (failure: unknown) => Promise.resolve(explained(failure));
      return {
        ...result,
        output: mapEventIterator(output, { value: (value) => Promise.resolve(value), error }),
      };
    } catch (error) {
      throw explained(error);
    }
  });
}

function isStream(output: unknown): output is AsyncGenerator<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

export type Implementer = ReturnType<typeof implementer>;
