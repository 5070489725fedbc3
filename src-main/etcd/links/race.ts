import type { SingleFailure } from '@shared/contract/failures';
import { Failure, isFailure } from '../../base/failure';
import type { EndpointLink } from './endpoint-link';

/**
 * The first endpoint to answer that it knows a leader. Asks all at once, so that a hung one costs nothing; the
 * findings update their health. Fails when all have failed: with NO_LEADER when at least one answers, else with
 * the failure of the only endpoint, the failure they all agree on, or NO_ENDPOINT.
 */
export function firstWithLeader(links: readonly EndpointLink[]): Promise<EndpointLink> {
  return new Promise((resolve, reject) => {
    const failures = new Map<EndpointLink, Failure>();
    const fail = (link: EndpointLink, failure: Failure) => {
      failures.set(link, failure);
      if (failures.size === links.length) reject(together([...failures]));
    };
    for (const link of links) {
      link.probe().then(
        (hasLeader) => {
          if (hasLeader) resolve(link);
          else fail(link, new Failure('NO_LEADER', { endpoint: link.endpoint }));
        },
        (error: unknown) => {
          if (isFailure(error)) fail(link, error);
          else reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    }
    if (links.length === 0) reject(new Failure('NO_ENDPOINT', { endpoints: [], because: [] }));
  });
}

function together(failed: readonly (readonly [EndpointLink, Failure])[]): Failure {
  const failures = failed.map(([, failure]) => failure);
  const leaderless = failures.find(({ code }) => code === 'NO_LEADER');
  if (leaderless) return leaderless;
  const [first] = failures;
  const agreed = first && failures.every(({ code }) => code === first.code);
  if (agreed && (failures.length === 1 || first.code !== 'ENDPOINT_UNREACHABLE')) return first;
  return new Failure('NO_ENDPOINT', {
    endpoints: failed.map(([link]) => link.endpoint),
    because: failures.flatMap(partsOf),
  });
}

/** The failures that a failure is made of, or the failure itself. */
export function partsOf({ value }: Failure): readonly SingleFailure[] {
  return value.code === 'NO_ENDPOINT' || value.code === 'OUTCOME_UNKNOWN' ? value.data.because : [value];
}
