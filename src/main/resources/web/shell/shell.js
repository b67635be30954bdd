// The frame around every page: the way to all others, the messages, the photo viewer.

import { Component, html, nothing } from "../core/component.js";
import { icon, leaf } from "../core/icons.js";
import { isModerator, me, signInUrl } from "../core/session.js";
import { listen } from "../core/stream.js";
import { get } from "../core/api.js";
import { pathOf } from "../feed/post.js";
import { t } from "../core/words.js";
import { start } from "../core/router.js";
import { pageOf } from "./pages.js";
import "../core/notices.js";
import "../viewer/viewer.js";

class Shell extends Component {
  static properties = { page: { state: true }, path: { state: true }, unread: { state: true } };

  firstUpdated() {
    start((how) => this.show(how));
    if (me) this.countUnread();
    listen({ name: "user" }, (event) => event === "notification" && this.unread++);
  }

  async countUnread() {
    const { count } = await get("/api/v1/notifications/unread_count").catch(() => ({}));
    this.unread = this.path === "/notifications" ? 0 : (count ?? 0); // these are being read
  }

  async show({ isReturn }) {
    this.path = location.pathname;
    const { title, content, module } = pageOf(location);
    const site = document.querySelector("meta[name=application-name]").content;
    document.title = title ? `${title} · ${site}` : site;
    this.page = null; // a page is made anew, also if it is the same kind for another address
    await Promise.all([this.updateComplete, module]);
    if (this.path !== location.pathname) return; // somebody has gone on meanwhile
    this.page = content;
    if (this.path === "/notifications") this.unread = 0;
    await this.updateComplete;
    if (!isReturn) {
      scrollTo(0, 0);
      this.querySelector("main h1")?.focus({ preventScroll: true });
    }
  }

  render() {
    return html`<a class="skip" href="#main" @click=${this.skip}>${t("skip")}</a>
      <header class="top">
        <a class="brand" href="/">${leaf()}<span>${brand()}</span></a>
        ${me
          ? html`<a class="icon-link" href="/search" aria-label=${t("search")}>${icon("search")}</a>
              <a class="icon-link" href="/settings" aria-label=${t("settings")}>${icon("settings")}</a>`
          : html`<a class="icon-link" href="/settings" aria-label=${t("settings")}>${icon("settings")}</a>
              <a class="button small" href=${signInUrl()}>${t("sign_in")}</a>`}
      </header>
      <nav class="side" aria-label=${t("navigation")}>
        <a class="brand" href="/">${leaf()}<span>${brand()}</span></a>
        ${this.link("/", "home", t("home"))} ${this.link("/explore", "explore", t("explore"))}
        ${me ? this.links() : this.ways()}
      </nav>
      <main id="main" tabindex="-1">${this.page ?? nothing}</main>
      <pando-notices></pando-notices>
      <pando-viewer></pando-viewer>`;
  }

  links() {
    return html`${this.link("/new", "plus", t("new_post"), "new")}
    ${this.link("/notifications", "bell", t("notifications"), "", this.unread)}
    ${this.link("/search", "search", t("search"), "wide")}
    ${this.link("/bookmarks", "bookmark", t("bookmarks"), "wide")}
    ${isModerator() ? this.link("/admin", "shield", t("moderation"), "wide") : nothing}
    ${this.link("/settings", "settings", t("settings"), "wide")}
    <a class="entry self" href=${pathOf(me.url)} aria-current=${this.current(pathOf(me.url))}>
      <img class="avatar" src=${me.avatar} alt="" width="28" height="28" />
      <span class="long">${me.display_name || me.username}</span>
      <span class="short">${t("profile")}</span>
    </a>`;
  }

  ways() {
    return html`${this.link("/search", "search", t("search"))}
    ${this.link("/settings", "settings", t("settings"), "wide")}
    <a class="button wide" href=${signInUrl()}>${t("sign_in")}</a>
    <a class="button quiet wide" href=${signInUrl("sign_up")}>${t("join")}</a>`;
  }

  link(path, picture, words, kind = "", unread = 0) {
    const label = unread ? `${words}, ${t("unread", { count: unread })}` : nothing;
    return html`<a
      class="entry ${kind}"
      href=${path}
      aria-current=${this.current(path)}
      aria-label=${label}
    >
      ${icon(picture, this.path === path && picture === "home")}
      ${unread ? html`<span class="dot" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>` : nothing}
      <span>${words}</span>
    </a>`;
  }

  current(path) {
    return this.path === path ? "page" : nothing;
  }

  skip(event) {
    event.preventDefault();
    this.querySelector("main").focus();
  }
}

function brand() {
  return document.querySelector("meta[name=application-name]").content;
}

customElements.define("pando-shell", Shell);
