import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';

/**
 * What is typed into a form, for each `name` (the connection that it is about): it is kept while the form is not shown, so
 * that leaving an area or a dialog loses nothing. `fresh` makes one into which nothing was typed.
 */
export function defineKeptForm<T extends object>(id: string, fresh: () => T) {
  return defineStore(`form.${id}`, () => {
    const forms = new Map<string, T>();

    function of(name: string): T {
      const known = forms.get(name) ?? shallowReactive(fresh());
      forms.set(name, known);
      return known;
    }
    function clear(name: string): void {
      Object.assign(of(name), fresh());
    }
    return { of, clear };
  });
}
