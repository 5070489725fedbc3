import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { areas } from './areas';
import { language } from './i18n/language';
import { areasKey } from './navigation/area';
import { connection } from './rpc/engine';
import { reportUnexpected } from './shell/unexpected';

document.documentElement.lang = language;
connection.start();
const app = createApp(App);
app.config.errorHandler = reportUnexpected;
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  reportUnexpected(event.reason);
});
app.provide(areasKey, areas).use(createPinia()).mount('#app');
