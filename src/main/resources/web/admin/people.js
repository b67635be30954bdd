// Everybody who has an account: a table, or cards where there is little room.

import { html, nothing } from "../core/component.js";
import { ago, t } from "../core/words.js";
import { filters, Listing } from "./loading.js";

const PAUSE = 300; // milliseconds without a key before it is searched

const SHOWN = {
  all: {},
  suspended: { status: "suspended" },
  staff: { permissions: "staff" },
};

class People extends Listing {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    this.shown = "all";
    this.words = "";
  }

  source() {
    const found = this.words && { [this.words.includes("@", 1) ? "email" : "username"]: this.words };
    return {
      path: "/api/v2/admin/accounts",
      query: { ...SHOWN[this.shown], ...found, limit: 40 },
    };
  }

  show(shown) {
    this.shown = shown;
    this.again();
  }

  search({ target }) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.words = target.value.trim().replace(/^@/, "");
      this.again();
    }, PAUSE);
  }

  render() {
    const choices = { all: t("people_newest"), suspended: t("people_suspended"), staff: t("people_staff") };
    return html`<h1 tabindex="-1">${t("people")}</h1>
      <label class="field">
        <span>${t("people_search")}</span>
        <input type="search" autocapitalize="none" spellcheck="false" @input=${this.search} />
      </label>
      ${filters(t("show_as"), choices, this.shown, (shown) => this.show(shown))}
      ${this.items.length ? this.table() : nothing} ${this.end(t("people_none"))}`;
  }

  table() {
    return html`<table class="accounts">
      <thead>
        <tr>
          <th scope="col">${t("display_name")}</th>
          <th scope="col">${t("email")}</th>
          <th scope="col">${t("role")}</th>
          <th scope="col">${t("joined")}</th>
          <th scope="col">${t("last_seen")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.items.map(row)}
      </tbody>
    </table>`;
  }
}

function row(person) {
  return html`<tr>
    <th scope="row">
      <a href="/admin/people/${person.id}">
        <img class="avatar" src=${person.account.avatar} alt="" width="36" height="36" loading="lazy" />
        <span>@${person.username}</span>
      </a>
      ${person.suspended ? html`<span class="mark bad">${t("is_suspended")}</span>` : nothing}
    </th>
    <td data-label=${t("email")}>${person.email}</td>
    <td data-label=${t("role")}>${role(person)}</td>
    <td data-label=${t("joined")}>${ago(person.created_at)}</td>
    <td data-label=${t("last_seen")}>${seen(person)}</td>
  </tr>`;
}

/** What somebody may do, in a word. */
export function role(person) {
  return t({ 2: "role_moderator", 3: "role_admin" }[person.role.id] ?? "role_member");
}

export function seen(person) {
  return person.last_seen_at ? ago(person.last_seen_at) : t("never");
}

customElements.define("pando-admin-people", People);
