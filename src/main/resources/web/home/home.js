// The first pages: home for those who are signed in, a welcome for all others, and what everybody
// posts.

import { html } from "../core/component.js";
import { leaf } from "../core/icons.js";
import { me, signInUrl } from "../core/session.js";
import { t } from "../core/words.js";
import "../feed/feed.js";

const LOCAL = {
  path: "/api/v1/timelines/public",
  query: { local: true },
  stream: { name: "public:local" },
};

export function home() {
  return me ? ownHome() : welcome();
}

function ownHome() {
  const source = { path: "/api/v1/timelines/home", stream: { name: "user" } };
  const quiet = html`${t("home_empty")}
    <a class="button" href="/explore">${t("explore")}</a>`;
  return html`<h1 class="hidden" tabindex="-1">${t("home")}</h1>
    <pando-feed class="narrow" .source=${source} .empty=${quiet}></pando-feed>`;
}

function welcome() {
  const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
  return html`<section class="welcome">
      ${leaf()}
      <h1 tabindex="-1">${meta("application-name")}</h1>
      <p>${meta("site-description")}</p>
      <p class="ways">
        <a class="button" href=${signInUrl("sign_up", "/")}>${t("join")}</a>
        <a class="button quiet" href=${signInUrl("sign_in", "/")}>${t("sign_in")}</a>
      </p>
    </section>
    <pando-feed layout="grid" .source=${LOCAL}></pando-feed>`;
}

export function explore() {
  return html`<h1 tabindex="-1">${t("explore")}</h1>
    <p class="lead">${t("explore_lead")}</p>
    <pando-feed layout="grid" .source=${LOCAL}></pando-feed>`;
}

export function tag(name) {
  const source = {
    path: `/api/v1/timelines/tag/${encodeURIComponent(name)}`,
    stream: { name: "hashtag", tag: name.toLowerCase() },
  };
  return html`<h1 tabindex="-1">#${name}</h1>
    <pando-feed layout="grid" .source=${source}></pando-feed>`;
}

/** What one has kept: bookmarks, favourites. */
export function saved(kind) {
  return html`<h1 class="narrow" tabindex="-1">${t(kind)}</h1>
    <pando-feed
      class="narrow"
      .source=${{ path: `/api/v1/${kind}` }}
      .empty=${t(kind === "bookmarks" ? "bookmarks_empty" : "favourites_empty")}
    ></pando-feed>`;
}
