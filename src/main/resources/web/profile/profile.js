// Somebody: their header, who they are, and their photos.

import { get, post } from "../core/api.js";
import { Component, html, nothing } from "../core/component.js";
import "../core/menu.js";
import { tell } from "../core/notices.js";
import { choose } from "../core/router.js";
import { me, signInUrl } from "../core/session.js";
import { fragment } from "../core/text.js";
import { report } from "../report/open.js";
import { failedPage, ghosts } from "../core/waiting.js";
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
    refused: { state: true },
  };

  constructor() {
    super();
    this.tab = history.state?.tab ?? "photos";
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.refused = undefined;
    try {
      this.account = await get("/api/v1/accounts/lookup", { acct: this.name });
      if (me && me.id !== this.account.id) {
        [this.relation] = await get("/api/v1/accounts/relationships", { id: [this.account.id] });
      }
    } catch (refused) {
      this.refused = refused;
    }
  }

  show(tab) {
    this.tab = tab;
    choose({ tab });
  }

  /** Counts whoever has just begun or ceased to follow. */
  related({ detail: relation }) {
    const by = Number(relation.following) - Number(this.relation.following);
    this.relation = relation;
    this.account = { ...this.account, followers_count: this.account.followers_count + by };
  }

  render() {
    const { account } = this;
    if (this.refused) return failedPage(this.refused, this.load);
    if (!account) return ghost();
    return html`<section class="profile">
        <img class="banner" src=${account.header} alt="" />
        <div class="about">
          <img class="avatar large" src=${account.avatar} alt="" width="112" height="112" />
          <div class="title">
            <h1 tabindex="-1">${account.display_name || account.username}</h1>
            <p class="handle">@${account.acct} ${this.marks()}</p>
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

  /** How the account stands to the reader. */
  marks() {
    const { account, relation } = this;
    const mark = (is, words) => (is ? html`<span class="mark">${t(words)}</span> ` : nothing);
    return html`${mark(account.locked, "is_locked")} ${mark(relation?.followed_by, "follows_you")}
    ${mark(relation?.muting, "is_muted")} ${mark(relation?.blocking, "is_blocked")}`;
  }

  /** Mutes, blocks and their opposites; shown when the site has done it. */
  async relate(action) {
    try {
      this.related({ detail: await post(`/api/v1/accounts/${this.account.id}/${action}`) });
    } catch (refused) {
      tell(refused.message, "fault");
    }
  }

  block() {
    if (confirm(t("block_sure", { name: this.account.acct }))) this.relate("block");
  }

  report() {
    report(this.account, { related: (detail) => this.related({ detail }) });
  }

  menu() {
    const { muting, blocking } = this.relation;
    return [
      muting
        ? { words: t("unmute"), does: () => this.relate("unmute") }
        : { words: t("mute"), does: () => this.relate("mute") },
      blocking
        ? { words: t("unblock"), does: () => this.relate("unblock") }
        : { words: t("block"), does: () => this.block() },
      { words: t("report"), does: () => this.report() },
    ];
  }

  button() {
    const { account } = this;
    if (!me) return html`<a class="button" href=${signInUrl()}>${t("follow")}</a>`;
    if (me.id === account.id) {
      return html`<a class="button quiet" href="/settings">${t("edit_profile")}</a>`;
    }
    if (!this.relation) return nothing;
    return html`<div class="ways">
      ${this.relation.blocking
        ? html`<button type="button" @click=${() => this.relate("unblock")}>${t("unblock")}</button>`
        : html`<pando-follow
            .account=${account}
            .relation=${this.relation}
            @relation=${this.related}
          ></pando-follow>`}
      <pando-menu class="down" .items=${this.menu()} label=${t("more")}></pando-menu>
    </div>`;
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

  /** What is said where there are no posts. */
  empty() {
    if (me?.id === this.account.id) return t("profile_empty_own");
    const isOpen = !this.account.locked || this.relation?.following;
    return t(isOpen ? "empty" : "profile_empty_locked");
  }

  posts() {
    const { blocking, blocked_by: isShutOut } = this.relation ?? {};
    if (blocking) return html`<p class="empty">${t("profile_blocked")}</p>`;
    if (isShutOut) return html`<p class="empty">${t("profile_shut")}</p>`;
    const { layout, query } = TABS[this.tab];
    const source = { path: `/api/v1/accounts/${this.account.id}/statuses`, query };
    const feed = (name) =>
      this.tab === name
        ? html`<pando-feed
            class=${layout === "column" ? "narrow" : ""}
            layout=${layout}
            .empty=${this.empty()}
            .source=${source}
          ></pando-feed>`
        : nothing;
    return html`<div class="tabs" role="group" aria-label=${t("show_as")}>
        ${Object.keys(TABS).map(
          (name) => html`<button
            type="button"
            aria-pressed=${this.tab === name ? "true" : "false"}
            @click=${() => this.show(name)}
          >
            ${t(`tab_${name}`)}
          </button>`,
        )}
      </div>
      ${feed("photos")} ${feed("posts")}`;
  }
}

/** What stands in place of somebody until they are known. */
function ghost() {
  return html`<div class="profile ghost" aria-hidden="true">
      <div class="banner skeleton"></div>
      <div class="about">
        <span class="avatar large skeleton"></span>
        <div class="title"><span class="line skeleton"></span><span class="line skeleton"></span></div>
      </div>
    </div>
    <div class="items grid">${ghosts("tile", 9)}</div>`;
}

customElements.define("pando-profile", Profile);
