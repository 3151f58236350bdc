const storageKey = 'litemaas.reloadedAt';
const pauseMs = 60_000;

/** After an upgrade the chunks of the old version are gone: loads the new version, at most once a minute. */
export function reloadWhenOutdated() {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(storageKey));
    if (Date.now() - last < pauseMs) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
