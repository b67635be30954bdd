// What was reported, the newest first.

import { html, nothing } from "../core/component.js";
import { ago, t } from "../core/words.js";
import { filters, Listing } from "./loading.js";

class Reports extends Listing {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    this.shown = "open";
  }

  source() {
    const resolved = this.shown === "resolved";
    return { path: "/api/v1/admin/reports", query: { resolved, limit: 30 } };
  }

  show(shown) {
    this.shown = shown;
    this.again();
  }

  render() {
    const choices = { open: t("reports_open"), resolved: t("reports_resolved") };
    return html`<h1 tabindex="-1">${t("reports")}</h1>
      ${filters(t("show_as"), choices, this.shown, (shown) => this.show(shown))}
      <ul class="reports">
        ${this.items.map(item)}
      </ul>
      ${this.end(t(this.shown === "open" ? "reports_none" : "reports_none_resolved"))}`;
  }
}

function item(report) {
  const { account, statuses, target_account: target } = report;
  const open = statuses.filter((post) => !post.sensitive);
  const photo = open.flatMap((post) => post.media_attachments).find((it) => it.preview_url);
  return html`<li>
    <a href="/admin/reports/${report.id}">
      <img class="avatar" src=${target.account.avatar} alt="" width="44" height="44" loading="lazy" />
      <span class="what">
        <span><strong>@${target.username}</strong> <span class="mark">${t(`reason_${report.category}`)}</span></span>
        ${report.comment ? html`<span class="excerpt">${report.comment}</span>` : nothing}
        <span class="soft">
          ${t("reported_by", { name: account?.username ?? t("somebody") })} ·
          <time datetime=${report.created_at}>${ago(report.created_at)}</time>
          ${report.assigned_account
            ? html` · ${t("assigned_to", { name: report.assigned_account.username })}`
            : nothing}
        </span>
      </span>
      ${photo ? html`<img class="thumb" src=${photo.preview_url} alt="" loading="lazy" />` : nothing}
    </a>
  </li>`;
}

customElements.define("pando-admin-reports", Reports);
