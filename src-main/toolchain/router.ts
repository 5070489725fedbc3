import type { Toolchain } from './toolchain';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';

export function toolchainRouter(os: Implementer['toolchain'], toolchain: Toolchain) {
  return {
    watch: os.watch.handler(({ signal }) => serveLive(toolchain.state, signal)),
    rescan: os.rescan.handler(async () => {
      await toolchain.rescan();
    }),
    download: os.download.handler(({ input }) => ({ job: toolchain.download(input.version) })),
    installPackage: os.installPackage.handler(() => ({ job: toolchain.installPackage() })),
    cancel: os.cancel.handler(async ({ input }) => {
      await toolchain.cancel(input.job);
    }),
    remove: os.remove.handler(async ({ input }) => {
      await toolchain.remove(input.path);
    }),
  };
}
