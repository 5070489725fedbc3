import { useTemplateRef, watch } from 'vue';

/** Gives the focus to the field with the template ref `first` as soon as it is there, its text selected. */
export function useFirstField(): void {
  const first = useTemplateRef<{ readonly select: () => void; readonly focus: () => void }>('first');
  watch(first, (field) => {
    field?.focus();
    field?.select();
  });
}
