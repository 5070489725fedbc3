// The floor of `bench start`: the minimal app that opens a window in this host.
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800 });
  void window.loadURL('data:text/html,<h1>empty</h1>');
});
app.on('window-all-closed', () => app.quit());
