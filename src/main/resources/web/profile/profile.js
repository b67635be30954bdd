// Somebody: their header, who they are, and their photos.

import { get } from "../core/api.js";
import { Component, html, nothing } from "../core/component.js";
import { me, signInUrl } from "../core/session.js";
import { fragment } from "../core/text.js";
import { short, t } from "../core/words.js";
import "../feed/feed.js";
import "./follow.js";

const TABS = {
  photos: { layout: "grid", query: { only_media: true, exclude_reblogs: true } },
  posts: { layout: "column", query: { exclude_replies: true } },
};

class Profile extends Component {
  static properties = {
    name: {},
    account: { state: true },
    relation: { state: true },
    tab: { state: true },
    reason: { state: true },
  };

  constructor() {
    super();
    this.tab = "photos";
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.account = await get("/api/v1/accounts/lookup", { acct: this.name });
      if (me && me.id !== this.account.id) {
        [this.relation] = await get("/api/v1/accounts/relationships", { id: [this.account.id] });
      }
    } catch (refused) {
      this.reason = refused.message;
    }
  }

  /** Counts whoever has just begun or ceased to follow. */
  related({ detail: relation }) {
    const by = Number(relation.following) - Number(this.relation.following);
    this.relation = relation;
    this.account = { ...this.account, followers_count: this.account.followers_count + by };
  }

  render() {
    const { account } = this;
    if (this.reason) return html`<h1 tabindex="-1">${this.reason}</h1>`;
    if (!account) return html`<div class="skeleton banner"></div>`;
    return html`<section class="profile">
        <img class="banner" src=${account.header} alt="" />
        <div class="about">
          <img class="avatar large" src=${account.avatar} alt="" width="112" height="112" />
          <div class="title">
            <h1 tabindex="-1">${account.display_name || account.username}</h1>
            <p class="handle">@${account.acct}${this.relation?.followed_by
                ? html` <span class="follows-you">${t("follows_you")}</span>`
                : nothing}</p>
          </div>
          ${this.button()}
        </div>
        <div class="text bio">${fragment(account.note)}</div>
        ${this.fields()}
        <ul class="counts">
          ${this.count("count_posts", account.statuses_count)}
          ${this.count("count_followers", account.followers_count, "followers")}
          ${this.count("count_following", account.following_count, "following")}
        </ul>
      </section>
      ${this.posts()}`;
  }

  button() {
    const { account } = this;
    if (!me) return html`<a class="button" href=${signInUrl()}>${t("follow")}</a>`;
    if (me.id === account.id) {
      return html`<a class="button quiet" href="/settings">${t("edit_profile")}</a>`;
    }
    return html`<pando-follow
      .account=${account}
      .relation=${this.relation}
      @relation=${this.related}
    ></pando-follow>`;
  }

  fields() {
    const { fields } = this.account;
    return fields.length
      ? html`<dl class="fields">
          ${fields.map(({ name, value }) => html`<dt>${name}</dt><dd>${fragment(value)}</dd>`)}
        </dl>`
      : nothing;
  }

  count(words, count, page) {
    const content = html`<strong>${short(count)}</strong> ${t(words, { count })}`;
    return html`<li>${page ? html`<a href="/@${this.account.acct}/${page}">${content}</a>` : content}</li>`;
  }

  posts() {
    const { layout, query } = TABS[this.tab];
    const source = { path: `/api/v1/accounts/${this.account.id}/statuses`, query };
    const feed = (name) =>
      this.tab === name
        ? html`<pando-feed
            class=${layout === "column" ? "narrow" : ""}
            layout=${layout}
            .source=${source}
          ></pando-feed>`
        : nothing;
    return html`<div class="tabs" role="group" aria-label=${t("show_as")}>
        ${Object.keys(TABS).map(
          (name) => html`<button
            type="button"
            aria-pressed=${this.tab === name ? "true" : "false"}
            @click=${() => (this.tab = name)}
          >
            ${t(`tab_${name}`)}
          </button>`,
        )}
      </div>
      ${feed("photos")} ${feed("posts")}`;
  }
}

customElements.define("pando-profile", Profile);
