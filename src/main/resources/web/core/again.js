// Some of the app's files cannot be had, and browsers do not ask twice for a module that they did not
// get. A window that is loaded again has them from wherever they are then.

const LOADED_AGAIN = "pando.loadedAgain";
const PAUSE = 30_000; // milliseconds between two times

/** Loads the window again at its address, unless that has just been done or there is no network.
 * Returns whether it does. */
export function loadAgain() {
  const last = Number(sessionStorage.getItem(LOADED_AGAIN));
  if (!navigator.onLine || Date.now() - last < PAUSE) return false;
  sessionStorage.setItem(LOADED_AGAIN, Date.now());
  location.reload();
  return true;
}
