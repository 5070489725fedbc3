import { defineComponent, type Component } from 'vue';

/** A component that shows nothing and does `setUp` for as long as it is there. */
export function renderless(setUp: () => void): Component {
  return defineComponent({
    setup() {
      setUp();
      return () => null;
    },
  });
}
