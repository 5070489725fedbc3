import type { AppInfo } from '@shared/contract/app';
import { Failure } from '../base/failure';
import type { HostCapabilities } from '../base/host';
import type { Implementer } from '../rpc/implementer';

export function appRouter(os: Implementer['app'], info: AppInfo, host: HostCapabilities) {
  return {
    hello: os.hello.handler(() => info),
    pickFile: os.pickFile.handler(async ({ input }) => {
      if (!host.pickFile)
        throw new Failure('UNSUPPORTED_HERE', { action: 'choose a file', platform: host.kind });
      return { path: await host.pickFile(input.title) };
    }),
  };
}
