import { defineComponent, type Component } from 'vue';

/** A component that renders nothing and runs `setUp` for as long as it is mounted. */
export function renderless(setUp: () => void): Component {
  return defineComponent({
    setup() {
      setUp();
      return () => null;
    },
  });
}
