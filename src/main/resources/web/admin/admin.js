// The pages of moderators and administrators: what was reported, and people. Fetched when one of
// them goes there.

import { Component, html, nothing } from "../core/component.js";
import { t } from "../core/words.js";
import { ask, isOpen, takeAnswer } from "./access.js";
import "./people.js";
import "./person.js";
import "./report.js";
import "./reports.js";

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("./admin.css", import.meta.url);
document.head.append(sheet);

class Admin extends Component {
  static properties = {
    path: {},
    isComing: { state: true },
    isLeaving: { state: true },
    reason: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.arrive();
  }

  async arrive() {
    this.isComing = true;
    try {
      const back = await takeAnswer();
      if (back) {
        history.replaceState(history.state, "", back);
        this.path = back;
      }
    } catch {
      this.reason = t("offline");
    }
    this.isComing = false;
    await this.updateComplete;
    this.querySelector("h1")?.focus({ preventScroll: true });
  }

  async open() {
    this.isLeaving = true;
    this.reason = undefined;
    try {
      await ask(location.pathname);
    } catch {
      this.isLeaving = false;
      this.reason = t("offline");
    }
  }

  render() {
    if (this.isComing) return html`<p role="status">${t("loading")}</p>`;
    return html`<div class="admin" @ended=${() => this.requestUpdate()}>
      ${isOpen() ? this.pages() : this.door()}
    </div>`;
  }

  door() {
    return html`<div class="door narrow">
      <h1 tabindex="-1">${t("moderation")}</h1>
      <p>${t("moderation_door")}</p>
      ${this.reason ? html`<p role="alert" class="fault">${this.reason}</p>` : nothing}
      <button type="button" ?disabled=${this.isLeaving} @click=${this.open}>${t("go_on")}</button>
    </div>`;
  }

  pages() {
    const [, , section, id] = this.path.split("/");
    const isPeople = section === "people";
    return html`<nav class="tabs" aria-label=${t("moderation")}>
        ${tab("/admin/reports", t("reports"), !isPeople)}
        ${tab("/admin/people", t("people"), isPeople)}
      </nav>
      ${isPeople
        ? id
          ? html`<pando-admin-person .accountId=${id}></pando-admin-person>`
          : html`<pando-admin-people></pando-admin-people>`
        : id
          ? html`<pando-admin-report .reportId=${id}></pando-admin-report>`
          : html`<pando-admin-reports></pando-admin-reports>`}`;
  }
}

function tab(path, words, isHere) {
  return html`<a href=${path} aria-current=${isHere ? "page" : nothing}>${words}</a>`;
}

customElements.define("pando-admin", Admin);
