// Waiting for what the site prepares in its own time, such as a photo that is in its queue.

import { Refused } from "./api.js";
import { t } from "./words.js";

const PAUSE_MILLIS = 1000;
const MAX_ASKED = 120;

/**
 * Asks, again and again, until the answer is ready.
 *
 * @throws Refused if that takes more than two minutes
 */
export async function until(isReady, ask) {
  for (let asked = 0; asked < MAX_ASKED; asked++) {
    const answer = await ask();
    if (isReady(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
  throw new Refused(0, t("takes_long"));
}
