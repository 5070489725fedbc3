import { implement } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import type { Log } from '../base/log';
import { asContractError } from './errors';

/** The contract, waiting for its procedures; whatever one of them throws leaves as an error of the contract. */
export function implementer(log: Log) {
  return implement(contract).use(async ({ next, path, signal }) => {
    try {
      return await next();
    } catch (error) {
      // Nobody hears of it, and it is most often the cancellation itself.
      if (signal?.aborted) throw error;
      throw asContractError(error, path.join('.'), log);
    }
  });
}

export type Implementer = ReturnType<typeof implementer>;
