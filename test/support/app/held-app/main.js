// Starts the app in the folder named last, and holds it back until Playwright watches for windows. A page that loads
// while Playwright attaches to it is waited for without end.
const { app } = require('electron');

let letGo;
const held = new Promise((resolve) => (letGo = resolve));
const ready = app.whenReady();
app.whenReady = () => held;
// Playwright calls this by name when it is there.
globalThis.__playwright_run = () => ready.then(letGo);

require(process.argv.at(-1));
