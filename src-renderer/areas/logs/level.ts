import type { LogLevel } from '@shared/contract/logs';

/** The colour of a level, always shown with its word. */
export const levelClass: Readonly<Record<LogLevel, string>> = {
  debug: 'text-ink-faint',
  info: 'text-ink-muted',
  warn: 'text-warn',
  error: 'text-danger',
  fatal: 'text-danger font-semibold',
};
