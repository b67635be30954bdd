// What few people need is fetched when they want it, and that can fail: without a network, when the
// site has a new version, which no longer has the files of the old, and when the host that they came
// from is there no more.

import { loadAgain } from "./again.js";
import { tell } from "./notices.js";
import { t } from "./words.js";

/** Does something with a module that has to be fetched first; says why if it cannot be. */
export async function later(module, does = () => {}) {
  let fetched;
  try {
    fetched = await module;
  } catch {
    tell(t(navigator.onLine ? "new_version" : "offline"), "fault");
    return;
  }
  await does(fetched);
}

/**
 * Waits for the module of the page that is to be shown. If it cannot be fetched, the window is loaded
 * again at its address: browsers do not ask twice for a module that they did not get.
 */
export function pageIsThere(module) {
  return later(module.catch((failure) => {
    if (!loadAgain()) throw failure;
    return new Promise(() => {}); // the window is leaving
  }));
}
