// Tells every tab that the session has ended, so that none keeps showing what it may no longer see.
const channel = new BroadcastChannel('litemaas-session');

/** Leaves for `path` by a full page load: nothing of the session stays in memory. */
function leave(path: string) {
  window.location.assign(path);
}

channel.addEventListener('message', () => leave('/'));

/** The user has signed out: every tab goes back to the landing page. */
export function signedOut() {
  channel.postMessage('signed-out');
  leave('/');
}

/** The server no longer knows the session: sign in again, then come back to this page. */
export function sessionLost() {
  const here = window.location.pathname + window.location.search;
  leave(`/sign-in?returnTo=${encodeURIComponent(here)}`);
}
