import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { areas } from './areas';
import { language } from './i18n/language';
import { areasKey } from './navigation/area';
import { connection } from './rpc/engine';
import { keepFocus } from './shell/keep-focus';
import { keepPage } from './shell/keep-page';
import { reportUnexpected } from './shell/unexpected';

document.documentElement.lang = language;
keepPage();
keepFocus();
connection.start();
const app = createApp(App);
app.config.errorHandler = reportUnexpected;
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  reportUnexpected(event.reason);
});
app.provide(areasKey, areas).use(createPinia()).mount('#app');
