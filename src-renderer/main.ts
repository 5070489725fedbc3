import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n/i18n';
import { connection } from './rpc/engine';
import { reportUnexpected } from './shell/unexpected';

connection.start();
const app = createApp(App);
app.config.errorHandler = reportUnexpected;
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  reportUnexpected(event.reason);
});
app.use(createPinia()).use(i18n).mount('#app');
