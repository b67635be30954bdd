// What moderators did, the newest first.

import { html, nothing } from "../core/component.js";
import { ago, moment, t } from "../core/words.js";
import { get } from "./access.js";

/** @param about account_id or report_id */
export function loadLog(about) {
  return get("/api/pando/v1/admin/log", { ...about, limit: 40 });
}

export function log(entries) {
  return html`<section class="log" aria-labelledby="log">
    <h2 id="log">${t("log")}</h2>
    ${entries.length
      ? html`<ol>
          ${entries.map(
            (entry) => html`<li>
              <span>${t(`log_${entry.kind}`, { name: entry.moderator?.username ?? t("somebody") })}</span>
              <time datetime=${entry.created_at} title=${moment(entry.created_at)}>
                ${ago(entry.created_at)}
              </time>
              ${entry.note ? html`<p>${entry.note}</p>` : nothing}
            </li>`,
          )}
        </ol>`
      : html`<p class="soft">${t("log_empty")}</p>`}
  </section>`;
}
