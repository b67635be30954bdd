// The way to a report: its form is fetched when somebody wants it.

import { tell } from "../core/notices.js";
import { t } from "../core/words.js";

/**
 * Opens the form to report somebody.
 *
 * @param about {post}: the one that it is about; {related}: is told when one stands to them in
 *   another way, since they have been muted or blocked
 */
export async function report(account, about = {}) {
  try {
    (await import("./report.js")).open(account, about);
  } catch {
    tell(t("offline"), "fault");
  }
}
