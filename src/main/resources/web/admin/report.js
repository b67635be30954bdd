// One report: what was said, the posts it is about, what can be done, and what was done.

import { html, nothing } from "../core/component.js";
import { tell } from "../core/notices.js";
import { forget } from "../core/posts.js";
import { fragment } from "../core/text.js";
import { ago, moment, t } from "../core/words.js";
import "../feed/album.js";
import { pathOf } from "../feed/post.js";
import { get, isBelow, post as send, remove } from "./access.js";
import { confirmAct } from "./act.js";
import { Loading } from "./loading.js";
import { loadLog, log } from "./log.js";

class Report extends Loading {
  static properties = { reportId: {}, report: { state: true }, entries: { state: true } };

  async load() {
    [this.report, this.entries] = await Promise.all([
      get(`/api/v1/admin/reports/${this.reportId}`),
      loadLog({ report_id: this.reportId }),
    ]);
  }

  /** Does something, says so, and shows what is true then. */
  async act(does, words) {
    try {
      await does();
      tell(words);
    } catch (refused) {
      tell(refused.message, "fault");
    }
    await this.start();
  }

  change(action, words) {
    return this.act(() => send(`/api/v1/admin/reports/${this.reportId}/${action}`), words);
  }

  suspend() {
    const { id, username: name } = this.report.target_account;
    const path = `/api/v1/admin/accounts/${id}/action`;
    const report = { type: "suspend", report_id: this.reportId };
    const does = (text) =>
      this.act(() => send(path, { ...report, text }), t("suspended_now", { name }));
    confirmAct(t("suspend_title", { name }), t("suspend_words"), t("suspend"), does, "grave");
  }

  remove(post) {
    const does = (text) =>
      this.act(async () => {
        const query = new URLSearchParams({ report_id: this.reportId, text });
        await remove(`/api/pando/v1/admin/statuses/${post.id}?${query}`);
        forget(post.id);
      }, t("deleted"));
    confirmAct(t("delete_title"), t("delete_words"), t("delete"), does, "grave");
  }

  render() {
    const { report } = this;
    if (!report) return html`<h1 tabindex="-1">${t("reports")}</h1>${this.waiting()}`;
    const { account, target_account: target, statuses } = report;
    const gone = report.status_ids.length - statuses.length;
    return html`<article class="report-page">
      <header>
        <h1 tabindex="-1">${t("report_about", { name: target.username })}</h1>
        <p>
          <span class="mark">${t(`reason_${report.category}`)}</span>
          ${report.action_taken ? html`<span class="mark done">${t("reports_resolved")}</span>` : nothing}
          ${target.suspended ? html`<span class="mark bad">${t("is_suspended")}</span>` : nothing}
        </p>
        <p class="soft">
          ${t("reported_by", { name: account?.username ?? t("somebody") })} ·
          <time datetime=${report.created_at} title=${moment(report.created_at)}>
            ${ago(report.created_at)}
          </time>
          ${report.assigned_account
            ? html` · ${t("assigned_to", { name: report.assigned_account.username })}`
            : nothing}
        </p>
      </header>
      ${report.comment ? html`<blockquote>${report.comment}</blockquote>` : nothing}
      ${this.actions()}
      ${report.status_ids.length ? html`<h2>${t("reported_posts")}</h2>` : nothing}
      ${statuses.map((post) => this.post(post))}
      ${gone > 0 ? html`<p class="soft">${t("posts_gone", { count: gone })}</p>` : nothing}
      ${log(this.entries)}
    </article>`;
  }

  actions() {
    const { report } = this;
    const target = report.target_account;
    return html`<div class="actions">
      ${report.action_taken
        ? html`<button type="button" @click=${() => this.change("reopen", t("reopened_now"))}>
            ${t("reopen")}
          </button>`
        : html`<button type="button" @click=${() => this.change("resolve", t("resolved_now"))}>
              ${t("resolve")}
            </button>
            ${report.assigned_account
              ? html`<button
                  type="button"
                  class="quiet"
                  @click=${() => this.change("unassign", t("saved"))}
                >
                  ${t("unassign")}
                </button>`
              : html`<button
                  type="button"
                  class="quiet"
                  @click=${() => this.change("assign_to_self", t("saved"))}
                >
                  ${t("assign")}
                </button>`}`}
      ${target.suspended || !isBelow(target)
        ? nothing
        : html`<button type="button" class="quiet bad" @click=${this.suspend}>${t("suspend")}</button>`}
      <a class="button quiet" href="/admin/people/${target.id}">@${target.username}</a>
    </div>`;
  }

  post(post) {
    const photos = post.media_attachments.filter((media) => media.url);
    return html`<section class="reported">
      ${photos.length
        ? html`<pando-album .photos=${photos} ?covered=${post.sensitive}></pando-album>`
        : nothing}
      ${post.spoiler_text ? html`<p><strong>${post.spoiler_text}</strong></p>` : nothing}
      ${post.content ? html`<div class="text">${fragment(post.content)}</div>` : nothing}
      <footer>
        <a href=${pathOf(post.url)}><time datetime=${post.created_at}>${ago(post.created_at)}</time></a>
        ${isBelow(this.report.target_account)
          ? html`<button type="button" class="quiet bad" @click=${() => this.remove(post)}>
              ${t("delete")}
            </button>`
          : nothing}
      </footer>
    </section>`;
  }
}

customElements.define("pando-admin-report", Report);
