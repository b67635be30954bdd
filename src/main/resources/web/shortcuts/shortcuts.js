// What single keys do, for those who read with the keyboard. Only when nobody is writing and nothing
// lies above the page, and not at all for those who have turned them off in the settings: a slip, or
// speaking to the computer, would press them too.

import { later } from "../core/later.js";
import { choose, go } from "../core/router.js";
import { me } from "../core/session.js";
import { pathOf } from "../feed/post.js";

const CHOICE = "pando.shortcuts";
const PAUSE = 1_500; // between "g" and where to go

/** Keys, and what they are called in words/; in the order in which they are explained. */
export const SHORTCUTS = {
  j: "key_next",
  k: "key_previous",
  o: "key_open",
  v: "key_view",
  f: "favourite",
  b: "reblog",
  d: "bookmark",
  r: "reply",
  n: "new_post",
  "/": "search",
  "g h": "home",
  "g e": "explore",
  "g n": "notifications",
  "g b": "bookmarks",
  "g p": "profile",
  "g s": "settings",
  "?": "shortcuts",
};

const PLACES = {
  h: () => "/",
  e: () => "/explore",
  n: () => "/notifications",
  b: () => "/bookmarks",
  p: () => (me ? pathOf(me.url) : "/"),
  s: () => "/settings",
};

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => current()?.querySelector(".time")?.click(),
  v: () => current()?.querySelector(".album .frame")?.click(),
  f: () => current()?.querySelector(".action.favourite")?.click(),
  b: () => current()?.querySelector(".action.reblog")?.click(),
  d: () => current()?.querySelector(".action.bookmark")?.click(),
  r: reply,
  n: () => go("/new"),
  "/": () => go("/search"),
  "?": explain,
};

let wentAt = 0; // when "g" was pressed

export function areOn() {
  return localStorage.getItem(CHOICE) !== "off";
}

export function turn(on) {
  localStorage.setItem(CHOICE, on ? "on" : "off");
}

/** Begins to listen. */
export function listenToKeys() {
  addEventListener("keydown", (event) => {
    if (!isMeant(event)) return;
    const key = keyOf(event);
    const isPlace = Date.now() - wentAt < PAUSE && key in PLACES;
    wentAt = key === "g" ? Date.now() : 0;
    const does = isPlace ? () => go(PLACES[key]()) : ACTIONS[key];
    if (!does) return;
    event.preventDefault(); // the key is not written into what it opens
    does();
  });
}

/** Shows what the keys do. */
export function explain() {
  later(import("./help.js"), (help) => help.showHelp());
}

function isMeant(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
  const isWriting = event.target.closest?.("input, textarea, select, [contenteditable]");
  return isPlain && !isWriting && areOn() && !document.querySelector("dialog[open]");
}

/** The key, also while the keyboard writes Korean. */
function keyOf({ key, code }) {
  return /^[!-~]$/.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
}

function posts() {
  return [...document.querySelectorAll("main .post, main .tile")];
}

/** The post that has the focus, or the one that the page is about. */
function current() {
  return document.activeElement.closest(".post") ?? document.querySelector(".post.main");
}

/** To the next post, or the one before; first to the one that is on top. */
function step(by) {
  const all = posts();
  const at = all.indexOf(document.activeElement.closest(".post, .tile"));
  const first = all.findIndex((post) => post.getBoundingClientRect().bottom > innerHeight / 3);
  const next = all[at < 0 ? first : at + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.matches(".tile") ? "nearest" : "start" });
}

function reply() {
  const post = current();
  const field = document.querySelector("pando-composer .words");
  if (field && (!post || post.matches(".main"))) field.focus();
  else if (post) {
    go(pathOf(post.querySelector(".time").href));
    choose({ replies: true }); // post/thread.js puts the focus there
  }
}
