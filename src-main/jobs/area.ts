import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { Jobs } from './jobs';

/** Registers the area of jobs. */
export function jobsArea({ jobs }: { readonly jobs: Jobs }, os: Implementer['jobs']) {
  const router = {
    watch: os.watch.handler(({ signal }) => serveLive(jobs.state, signal)),
    steps: os.steps.handler(({ input, signal }) => serveLive(jobs.steps(input.job), signal)),
    cancel: os.cancel.handler(async ({ input }) => {
      await jobs.cancel(input.job);
    }),
    dismiss: os.dismiss.handler(({ input }) => {
      jobs.dismiss(input.job);
    }),
    dismissEnded: os.dismissEnded.handler(() => {
      jobs.dismissEnded();
    }),
  };
  return {
    router,
    retain: (isThere: Parameters<Jobs['retain']>[0]) => jobs.retain(isThere),
    dispose: () => jobs.dispose(),
  };
}
