import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { Toolchain } from './toolchain';

/** Registers the area of installed etcds and their installation. */
export function toolchainArea(
  { toolchain }: { readonly toolchain: Toolchain },
  os: Implementer['toolchain'],
) {
  const router = {
    watch: os.watch.handler(({ signal }) => serveLive(toolchain.state, signal)),
    rescan: os.rescan.handler(async () => {
      await toolchain.rescan();
    }),
    download: os.download.handler(({ input }) => ({ job: toolchain.download(input.version) })),
    installPackage: os.installPackage.handler(() => ({ job: toolchain.installPackage() })),
    remove: os.remove.handler(async ({ input }) => {
      await toolchain.remove(input.path);
    }),
  };
  return { router };
}
