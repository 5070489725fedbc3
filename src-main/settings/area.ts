import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { SettingsStore } from './settings';

/** Registers the area of settings. */
export function settingsArea(
  { settings }: { readonly settings: SettingsStore },
  os: Implementer['settings'],
) {
  const router = {
    watch: os.watch.handler(({ signal }) => serveLive(settings.state, signal)),
    update: os.update.handler(({ input }) => settings.update(input)),
  };
  return { router };
}
