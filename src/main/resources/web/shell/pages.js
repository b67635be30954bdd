// Which page an address shows, and the name of its window. The feeds are there from the beginning; all
// other pages are fetched when somebody goes there, or when there is nothing better to do.

import { html } from "../core/component.js";
import { pageIsThere } from "../core/later.js";
import { isModerator, me, signInUrl } from "../core/session.js";
import { failedPage } from "../core/waiting.js";
import { t } from "../core/words.js";
import { explore, home, saved, tag } from "../home/home.js";
import { reacted, related } from "../people/people.js";

const composer = () => import("../compose/compose.js");
const notifications = () => import("../notifications/notifications.js");
const profile = () => import("../profile/profile.js");
const search = () => import("../search/search.js");
const settings = () => import("../settings/settings.js");
const thread = () => import("../post/thread.js");
const admin = () => import("../admin/admin.js");

/** Fetches the pages to which most people go sooner or later. */
export function fetchPages() {
  const pages = [thread, profile, search, settings, ...(me ? [composer, notifications] : [])];
  for (const page of pages) page().catch(() => {}); // who goes there hears of it
}

/** A page of an element that is defined in a module; "module" is settled when that is there. */
function page(module, title, content) {
  return { title, content, module: pageIsThere(module()) };
}

/** Pages for everyone, by their path. */
const OPEN = {
  "/": () => ({ title: me ? t("home") : "", content: home() }),
  "/explore": () => ({ title: t("explore"), content: explore() }),
  "/search": () => {
    const asked = new URLSearchParams(location.search).get("q") ?? "";
    return page(search, t("search"), html`<pando-search .asked=${asked}></pando-search>`);
  },
  "/settings": () => page(settings, t("settings"), html`<pando-settings></pando-settings>`),
};

/** Pages for those who are signed in. */
const OWN = {
  "/new": () =>
    page(
      composer,
      t("new_post"),
      html`<h1 class="narrow" tabindex="-1">${t("new_post")}</h1>
        <pando-composer></pando-composer>`,
    ),
  "/notifications": () =>
    page(notifications, t("notifications"), html`<pando-notifications></pando-notifications>`),
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
  if (id) return page(thread, `@${name}`, html`<pando-thread .postId=${id}></pando-thread>`);
  if (name) return page(profile, `@${name}`, html`<pando-profile .name=${name}></pando-profile>`);
  if (list) return related(whose, list);
  if (who) return reacted(author, postId, who);
  return nowhere();
}

function moderation(path) {
  if (!isModerator()) return nowhere();
  return page(admin, t("moderation"), html`<pando-admin .path=${path}></pando-admin>`);
}

function nowhere() {
  return { title: t("not_found"), content: failedPage({ status: 404, message: t("not_found") }) };
}

function signInFirst() {
  location.replace(signInUrl());
  return { title: t("sign_in"), content: html`<p>${t("loading")}</p>` };
}
