// What the pages of moderators have in common: something is loaded, which may fail and be tried
// again, and a list may go on.

import { Component, html, nothing } from "../core/component.js";
import { t } from "../core/words.js";
import { isOpen, list } from "./access.js";

/** A page that loads something in its method `load`. */
export class Loading extends Component {
  static properties = { isLoaded: { state: true }, reason: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.start();
  }

  async start() {
    this.reason = undefined;
    try {
      await this.load();
      this.isLoaded = true;
    } catch (refused) {
      this.reason = refused.message;
      if (!isOpen()) this.dispatchEvent(new CustomEvent("ended", { bubbles: true }));
    }
  }

  /** What stands in place of what is not there yet; nothing when it is. */
  waiting() {
    if (this.reason) {
      return html`<p role="alert" class="fault">${this.reason}</p>
        <button type="button" class="quiet" @click=${this.start}>${t("try_again")}</button>`;
    }
    return this.isLoaded ? nothing : html`<p role="status">${t("loading")}</p>`;
  }
}

/** A list, from `source()`: its path and query. */
export class Listing extends Loading {
  static properties = { items: { state: true }, next: { state: true } };

  constructor() {
    super();
    this.items = [];
  }

  /** Begins anew, with other filters. */
  again() {
    this.items = [];
    this.next = null;
    this.isLoaded = false;
    return this.start();
  }

  async load() {
    const asked = (this.asked = {}); // what was asked for before is not wanted any more
    const { path, query } = this.source();
    const { body, next } = this.next ? await list(this.next) : await list(path, query);
    if (asked !== this.asked) return;
    this.items = [...this.items, ...body];
    this.next = next;
  }

  /** What stands below the list. */
  end(empty) {
    const isEmpty = this.isLoaded && !this.items.length && !this.reason;
    return html`<div class="end" role="status">
      ${this.waiting()} ${isEmpty ? html`<p class="empty">${empty}</p>` : nothing}
      ${this.next && !this.reason
        ? html`<button type="button" class="quiet" @click=${this.start}>${t("older")}</button>`
        : nothing}
    </div>`;
  }
}

/** Buttons of which one is pressed. @param choices the words of each value */
export function filters(label, choices, chosen, choose) {
  return html`<div class="filters" role="group" aria-label=${label}>
    ${Object.entries(choices).map(
      ([value, words]) => html`<button
        type="button"
        aria-pressed=${value === chosen ? "true" : "false"}
        @click=${() => choose(value)}
      >
        ${words}
      </button>`,
    )}
  </div>`;
}
