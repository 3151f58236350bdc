/* global document, matchMedia */
// Runs before the first paint, so that neither the wrong theme nor the wrong direction flashes up.
// A file of its own because the content security policy forbids inline scripts.
(() => {
  const root = document.documentElement;
  const theme = localStorage.getItem('litemaas.theme') ?? 'system';
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('pf-v6-theme-dark', dark);
  const language = localStorage.getItem('litemaas.language');
  if (language) {
    root.lang = language;
    root.dir = language === 'ar' ? 'rtl' : 'ltr';
  }
})();
