// Somebody, as moderators see them, and what can be done about them.

import { html, nothing } from "../core/component.js";
import { tell } from "../core/notices.js";
import { moment, t } from "../core/words.js";
import { get, isBelow, list, post } from "./access.js";
import { confirmAct } from "./act.js";
import { Loading } from "./loading.js";
import { loadLog, log } from "./log.js";
import { role, seen } from "./people.js";

class Person extends Loading {
  static properties = {
    accountId: {},
    person: { state: true },
    reports: { state: true },
    entries: { state: true },
  };

  async load() {
    const about = { target_account_id: this.accountId, limit: 20 };
    const [person, { body: reports }, entries] = await Promise.all([
      get(`/api/v1/admin/accounts/${this.accountId}`),
      list("/api/v1/admin/reports", about),
      loadLog({ account_id: this.accountId }),
    ]);
    Object.assign(this, { person, reports, entries });
  }

  async act(does, words) {
    try {
      await does();
      tell(words);
    } catch (refused) {
      tell(refused.message, "fault");
    }
    await this.start();
  }

  /** @param type of Mastodon's action: suspend, or none for a note alone */
  ask(type, title, words, button, done) {
    const path = `/api/v1/admin/accounts/${this.accountId}/action`;
    const does = (text) => this.act(() => post(path, { type, text }), done);
    confirmAct(title, words, button, does, type === "suspend" ? "grave" : "");
  }

  suspend() {
    const name = this.person.username;
    const title = t("suspend_title", { name });
    this.ask("suspend", title, t("suspend_words"), t("suspend"), t("suspended_now", { name }));
  }

  note() {
    const title = t("note_title", { name: this.person.username });
    this.ask("none", title, t("note_words"), t("save"), t("saved"));
  }

  open() {
    const name = this.person.username;
    confirmAct(t("unsuspend_title", { name }), t("unsuspend_words"), t("unsuspend"), (text) =>
      this.act(
        () => post(`/api/v1/admin/accounts/${this.accountId}/unsuspend`, { text }),
        t("unsuspended_now", { name }),
      ),
    );
  }

  render() {
    const { person } = this;
    if (!person) return html`<h1 tabindex="-1">${t("people")}</h1>${this.waiting()}`;
    return html`<article class="person-page">
      <header>
        <img class="avatar" src=${person.account.avatar} alt="" width="72" height="72" />
        <div>
          <h1 tabindex="-1">${person.account.display_name || person.username}</h1>
          <p class="soft">
            <a href="/@${person.username}">@${person.username}</a>
            ${person.suspended ? html`<span class="mark bad">${t("is_suspended")}</span>` : nothing}
          </p>
        </div>
      </header>
      <dl class="facts">
        ${fact(t("email"), person.email)} ${fact(t("role"), role(person))}
        ${fact(t("joined"), moment(person.created_at))} ${fact(t("last_seen"), seen(person))}
        ${fact(t("posts"), person.account.statuses_count)}
      </dl>
      ${this.actions()}
      ${this.reports.length
        ? html`<h2>${t("reports_open")}</h2>
            <ul class="links">
              ${this.reports.map(
                (report) => html`<li>
                  <a href="/admin/reports/${report.id}">
                    ${t(`reason_${report.category}`)}, ${moment(report.created_at)}
                  </a>
                </li>`,
              )}
            </ul>`
        : nothing}
      ${log(this.entries)}
    </article>`;
  }

  actions() {
    const { person } = this;
    if (!isBelow(person)) return html`<p class="soft">${t("no_power")}</p>`;
    return html`<div class="actions">
      ${person.suspended
        ? html`<button type="button" @click=${this.open}>${t("unsuspend")}</button>`
        : html`<button type="button" class="bad" @click=${this.suspend}>${t("suspend")}</button>`}
      <button type="button" class="quiet" @click=${this.note}>${t("add_note")}</button>
    </div>`;
  }
}

function fact(words, value) {
  return html`<div><dt>${words}</dt><dd>${value}</dd></div>`;
}

customElements.define("pando-admin-person", Person);
