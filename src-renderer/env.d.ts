/// <reference types="vite/client" />

/** For tools that do not read components themselves; vue-tsc does, and knows each one's real type. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
