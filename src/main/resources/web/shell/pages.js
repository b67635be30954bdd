// Which page an address shows, and the name of its window.

import { html } from "../core/component.js";
import { isModerator, me, signInUrl } from "../core/session.js";
import { tell } from "../core/notices.js";
import { t } from "../core/words.js";
import { explore, home, saved, tag } from "../home/home.js";
import "../compose/compose.js";
import { reacted, related } from "../people/people.js";
import "../notifications/notifications.js";
import "../post/thread.js";
import "../profile/profile.js";
import "../search/search.js";
import "../settings/settings.js";

/** Pages for everyone, by their path. */
const OPEN = {
  "/": () => ({ title: me ? t("home") : "", content: home() }),
  "/explore": () => ({ title: t("explore"), content: explore() }),
  "/search": () => ({
    title: t("search"),
    content: html`<pando-search .asked=${new URLSearchParams(location.search).get("q") ?? ""}></pando-search>`,
  }),
  "/settings": () => ({ title: t("settings"), content: html`<pando-settings></pando-settings>` }),
};

/** Pages for those who are signed in. */
const OWN = {
  "/new": () => ({
    title: t("new_post"),
    content: html`<h1 class="narrow" tabindex="-1">${t("new_post")}</h1>
      <pando-composer></pando-composer>`,
  }),
  "/notifications": () => ({
    title: t("notifications"),
    content: html`<pando-notifications></pando-notifications>`,
  }),
  "/bookmarks": () => ({ title: t("bookmarks"), content: saved("bookmarks") }),
  "/favourites": () => ({ title: t("favourites"), content: saved("favourites") }),
};

export function pageOf({ pathname }) {
  const path = decodeURIComponent(pathname);
  if (path in OPEN) return OPEN[path]();
  if (path in OWN) return me ? OWN[path]() : signInFirst();
  if (/^\/admin(\/|$)/.test(path)) return me ? moderation(path) : signInFirst();
  const [, tagName] = path.match(/^\/tags\/([^/]+)$/) ?? [];
  if (tagName) return { title: `#${tagName}`, content: tag(tagName) };
  const [, name, id] = path.match(/^\/@([^/]+)(?:\/(\d+))?$/) ?? [];
  const [, whose, list] = path.match(/^\/@([^/]+)\/(followers|following)$/) ?? [];
  const [, author, postId, who] = path.match(/^\/@([^/]+)\/(\d+)\/(favourites|boosts)$/) ?? [];
  if (id) return { title: `@${name}`, content: html`<pando-thread .postId=${id}></pando-thread>` };
  if (name) return { title: `@${name}`, content: html`<pando-profile .name=${name}></pando-profile>` };
  if (list) return related(whose, list);
  if (who) return reacted(author, postId, who);
  return nowhere();
}

/** What few people need is fetched when they go there. */
function moderation(path) {
  if (!isModerator()) return nowhere();
  import("../admin/admin.js").catch(() => tell(t("offline"), "fault"));
  return { title: t("moderation"), content: html`<pando-admin .path=${path}></pando-admin>` };
}

function nowhere() {
  return { title: t("not_found"), content: html`<h1 tabindex="-1">${t("not_found")}</h1>` };
}

function signInFirst() {
  location.replace(signInUrl());
  return { title: t("sign_in"), content: html`<p>${t("loading")}</p>` };
}
