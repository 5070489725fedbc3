import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { SettingsStore } from './settings';

export function settingsRouter(os: Implementer['settings'], settings: SettingsStore) {
  return {
    watch: os.watch.handler(({ signal }) => serveLive(settings.state, signal)),
    update: os.update.handler(({ input }) => settings.update(input)),
  };
}
