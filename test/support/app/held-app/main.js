// Starts the app in the folder given last, and delays it until Playwright watches for windows. Otherwise
// Playwright waits forever for a page that loads while it attaches.
const { app } = require('electron');

let letGo;
const held = new Promise((resolve) => (letGo = resolve));
const ready = app.whenReady();
app.whenReady = () => held;
// Playwright calls this by name once it is connected.
globalThis.__playwright_run = () => ready.then(letGo);

require(process.argv.at(-1));
