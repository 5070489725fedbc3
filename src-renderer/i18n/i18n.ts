import { createI18n } from 'vue-i18n';
import connections from './en/connections';
import etcdctl from './en/etcdctl';
import failures from './en/failures';
import jobs from './en/jobs';
import keys from './en/keys';
import leases from './en/leases';
import local from './en/local';
import logs from './en/logs';
import members from './en/members';
import settings from './en/settings';
import shell from './en/shell';
import terminal from './en/terminal';
import toolchain from './en/toolchain';
import ui from './en/ui';
import watch from './en/watch';

export const en = {
  shell,
  ui,
  failures,
  settings,
  toolchain,
  local,
  members,
  logs,
  jobs,
  keys,
  etcdctl,
  terminal,
  watch,
  leases,
  connections,
};

/** The texts of the window. English now; a further language is a further folder beside `en`. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en },
});

/** What turns a key and its data into words: `t` of `useI18n()`, or `i18n.global.t`. */
export type Translate = (key: string, named: Record<string, unknown>) => string;
