import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { areas } from './areas';
import { i18n } from './i18n/i18n';
import { areasKey } from './navigation/area';
import { connection } from './rpc/engine';
import { reportUnexpected } from './shell/unexpected';

connection.start();
const app = createApp(App);
app.config.errorHandler = reportUnexpected;
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  reportUnexpected(event.reason);
});
app.provide(areasKey, areas).use(createPinia()).use(i18n).mount('#app');
