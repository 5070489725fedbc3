import { readonly, shallowRef } from 'vue';

export interface Toast {
  readonly tone: 'info' | 'ok' | 'warn' | 'danger';
  readonly title: string;
  readonly text?: string | undefined;
  /** Details of an unexpected error, for its copy button. */
  readonly details?: string | undefined;
}

const shown = shallowRef<readonly (Toast & { readonly id: number })[]>([]);
let next = 0;

/** The current toasts, oldest first, for `UiToasts`, which the shell mounts once. */
export const toasts = readonly(shown);

/**
 * Shows a message that needs no answer in the corner for a few seconds, at most four at a time. A message
 * that is already visible is refreshed, not repeated.
 */
export function showToast(toast: Toast): void {
  const others = shown.value.filter(({ title, text }) => title !== toast.title || text !== toast.text);
  shown.value = [...others.slice(-3), { ...toast, id: next++ }];
}

export function dismissToast(id: number): void {
  shown.value = shown.value.filter((toast) => toast.id !== id);
}
