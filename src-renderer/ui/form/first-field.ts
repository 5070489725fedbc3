import { useTemplateRef, watch } from 'vue';

/** Focuses the field with the template ref `first` as soon as it exists, and selects its text. */
export function useFirstField(): void {
  const first = useTemplateRef<{ readonly select: () => void; readonly focus: () => void }>('first');
  watch(first, (field) => {
    field?.focus();
    field?.select();
  });
}
