import type { Component } from 'vue';

/** An entry of a menu, as data: the owner of the actions builds the list, `UiMenu` shows it. */
export type MenuItem =
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: Component | undefined;
      /** As users read it, such as "Ctrl+J". */
      readonly shortcut?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
      /** A second line: what it does, or why it is disabled. */
      readonly hint?: string | undefined;
      readonly run: () => void;
    }
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly label: string;
      readonly checked: boolean;
      /** A mark before its name, as a CSS colour: never without the name. */
      readonly colour?: string | undefined;
      readonly disabled?: boolean | undefined;
      /** A second line: what it does. */
      readonly hint?: string | undefined;
      /** A second line that is cut where there is no room: where it leads. */
      readonly endpoint?: string | undefined;
      readonly run: () => void;
    }
  | { readonly kind: 'separator' };
