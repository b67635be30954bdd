// What few people need is fetched when they want it, and that can fail: without a network, and when
// the site has a new version, which no longer has the files of the old.

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
