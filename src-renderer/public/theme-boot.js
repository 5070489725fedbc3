/*
 * Sets the theme before the first paint, so that nothing flashes. A file of its own because the content security
 * policy allows no inline script, and classic because a module would run after the first paint. The settings
 * decide later (shell/theme.ts); this is what they said last time.
 */
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem('quorate.theme');
  } catch (error) {
    // No storage: the system decides.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.dataset.theme = theme;
})();
