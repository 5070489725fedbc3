import { readonly, shallowRef } from 'vue';

export interface Toast {
  readonly tone: 'info' | 'ok' | 'warn' | 'danger';
  readonly title: string;
  readonly text?: string | undefined;
  /** What a button copies, for what nobody expected. */
  readonly details?: string | undefined;
}

const shown = shallowRef<readonly (Toast & { readonly id: number })[]>([]);
let next = 0;

/** What is shown now, oldest first: for `UiToasts`, which the shell mounts once. */
export const toasts = readonly(shown);

/**
 * Says something that needs no answer, in the corner, for a few seconds; at most four at a time. What is said
 * already is said anew, not twice.
 */
export function showToast(toast: Toast): void {
  const others = shown.value.filter(({ title, text }) => title !== toast.title || text !== toast.text);
  shown.value = [...others.slice(-3), { ...toast, id: next++ }];
}

export function dismissToast(id: number): void {
  shown.value = shown.value.filter((toast) => toast.id !== id);
}
