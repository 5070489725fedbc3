import type { AppInfo } from '@shared/contract/app';
import { Failure } from '../base/failure';
import type { HostCapabilities } from '../base/host';
import type { Implementer } from '../rpc/implementer';

/** Registers the area of what a window asks of its host. */
export function appArea(
  { info, host }: { readonly info: AppInfo; readonly host: HostCapabilities },
  os: Implementer['app'],
) {
  const router = {
    hello: os.hello.handler(() => info),
    pickFile: os.pickFile.handler(async ({ input }) => {
      if (!host.pickFile)
        throw new Failure('UNSUPPORTED_HERE', { action: 'choose-file', platform: host.kind });
      return { path: await host.pickFile(input.title) };
    }),
  };
  return { router };
}
