import type { AppInfo } from '@shared/contract/app';
import type { SettingsStore } from '../settings/settings';
import type { Implementer } from './implementer';
import { serveLive } from './streams';

export function appRouter(os: Implementer['app'], info: AppInfo) {
  return { hello: os.hello.handler(() => info) };
}

export function settingsRouter(os: Implementer['settings'], settings: SettingsStore) {
  return {
    watch: os.watch.handler(({ signal }) => serveLive(settings.state, signal)),
    update: os.update.handler(({ input }) => settings.update(input)),
  };
}
