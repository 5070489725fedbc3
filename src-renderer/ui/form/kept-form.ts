import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';

/**
 * Keeps unsaved form input for each `name` (the connection it is about) while the form is hidden, so that
 * leaving an area or a dialog loses nothing. `fresh` creates an empty form.
 */
export function defineKeptForm<T extends object>(id: string, fresh: () => T) {
  return defineStore(`form.${id}`, () => {
    const forms = shallowReactive(new Map<string, T>());

    function of(name: string): T {
      const known = forms.get(name) ?? shallowReactive(fresh());
      forms.set(name, known);
      return known;
    }
    function clear(name: string): void {
      Object.assign(of(name), fresh());
    }
    /** Whether one of the forms, for any name, is like that. */
    function some(isSo: (form: T) => boolean): boolean {
      return [...forms.values()].some(isSo);
    }
    return { of, clear, some };
  });
}
