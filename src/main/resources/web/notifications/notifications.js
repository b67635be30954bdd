// What others did that concerns the reader, newest first.

import { list, post } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { icon } from "../core/icons.js";
import { tell } from "../core/notices.js";
import { listen } from "../core/stream.js";
import { plain } from "../core/text.js";
import { failed, ghosts } from "../core/waiting.js";
import { ago, t } from "../core/words.js";
import { pathOf } from "../feed/post.js";

const PATH = "/api/v1/notifications";
const PAGE = 40;
const GHOSTS = 8;

const PICTURES = {
  favourite: "heart",
  reblog: "boost",
  mention: "reply",
  follow: "person",
  follow_request: "person",
  "admin.report": "shield",
};

class Notifications extends Component {
  static properties = {
    items: { state: true },
    next: { state: true },
    isLoaded: { state: true },
    reason: { state: true },
  };

  constructor() {
    super();
    this.items = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.more();
    this.silence = listen({ name: "user" }, (event, payload) => {
      if (event === "notification") this.items = [JSON.parse(payload), ...this.items];
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.silence();
  }

  async more() {
    this.reason = undefined;
    try {
      const { body, next } = this.next ? await list(this.next) : await list(PATH, { limit: PAGE });
      this.items = [...this.items, ...body];
      this.next = next;
      this.isLoaded = true;
      this.markRead();
    } catch (refused) {
      this.reason = refused.message;
    }
  }

  /** Tells the site how far one has read, for all of one's clients. */
  markRead() {
    const newest = this.items[0]?.id;
    if (newest) post("/api/v1/markers", { notifications: { last_read_id: newest } }).catch(() => {});
  }

  async answer(item, action) {
    try {
      await post(`/api/v1/follow_requests/${item.account.id}/${action}`);
      this.items = this.items.filter((other) => other !== item);
    } catch (refused) {
      tell(refused.message, "fault");
    }
  }

  render() {
    return html`<div class="narrow">
        <h1 tabindex="-1">${t("notifications")}</h1>
        <ul class="notifications" aria-busy=${this.isLoaded ? "false" : "true"}>
          ${repeat(this.items, (item) => item.id, (item) => this.item(item))}
          ${this.isLoaded || this.items.length || this.reason ? nothing : ghosts("person", GHOSTS)}
        </ul>
        <div class="end">${this.end()}</div>
      </div>`;
  }

  end() {
    if (this.reason) return failed(this.reason, this.more);
    if (this.isLoaded && !this.items.length) return html`<p>${t("notifications_empty")}</p>`;
    return this.next
      ? html`<button type="button" class="quiet" @click=${this.more}>${t("older")}</button>`
      : nothing;
  }

  item(item) {
    const { account, status, type, report } = item;
    const photo = status?.media_attachments.find((media) => media.url);
    const words = status ? plain(status.content) : "";
    return html`<li class=${type}>
      <span class="kind">${icon(PICTURES[type] ?? "bell", type === "favourite")}</span>
      <a href=${pathOf(account.url)} aria-label="@${account.acct}">
        <img class="avatar" src=${account.avatar} alt="" width="40" height="40" loading="lazy" />
      </a>
      <a class="what" href=${report ? `/admin/reports/${report.id}` : pathOf(status?.url ?? account.url)}>
        <span>
          ${t(type in PICTURES ? `told_${type.replace(".", "_")}` : "told_other", {
            name: account.display_name || account.username,
          })}
          <time datetime=${item.created_at}>${ago(item.created_at)}</time>
        </span>
        ${words ? html`<span class="excerpt">${words}</span>` : nothing}
      </a>
      ${photo ? html`<img class="thumb" src=${photo.preview_url} alt="" loading="lazy" />` : nothing}
      ${type === "follow_request" ? this.choice(item) : nothing}
    </li>`;
  }

  choice(item) {
    return html`<div class="choice">
      <button type="button" @click=${() => this.answer(item, "authorize")}>${t("accept")}</button>
      <button type="button" class="quiet" @click=${() => this.answer(item, "reject")}>
        ${t("refuse")}
      </button>
    </div>`;
  }
}

customElements.define("pando-notifications", Notifications);
