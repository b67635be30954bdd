// Posts that are being written, kept in this browser so that neither a reload nor a crash loses
// them. The key of a draft goes with it to the site, which makes one post of it however often it is
// sent.

import { get } from "../core/api.js";
import { random } from "../core/oauth.js";
import { me } from "../core/session.js";
import { t } from "../core/words.js";
import { changes } from "./uploads.js";

export const AUDIENCES = ["public", "unlisted", "private", "direct"];

/** Drafts of this page, with photos that are still on their way. */
const drafts = new Map();

/** The draft for an answer to a post, or (null) for a new one. */
export function load(replyTo) {
  const key = name(replyTo);
  if (!drafts.has(key)) {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null");
    const draft = { ...blank(), ...stored };
    drafts.set(key, draft);
    if (!draft.wasSent) draft.photos.forEach(check);
  }
  return drafts.get(key);
}

export function store(replyTo, draft) {
  drafts.set(name(replyTo), draft);
  write(draft, name(replyTo));
}

export function discard(replyTo) {
  drafts.delete(name(replyTo));
  localStorage.removeItem(name(replyTo));
}

/**
 * wasSent: the site may have it already, if the answer was lost; isOther: it has changed since
 */
export function blank() {
  const audience = me?.source?.privacy ?? "public";
  const words = { text: "", warning: "" };
  return { ...words, audience, photos: [], key: random(), wasSent: false, isOther: false };
}

function name(replyTo) {
  return `pando.draft.${me.id}.${replyTo ?? "new"}`;
}

function write(draft, key) {
  const photos = draft.photos
    .filter((photo) => photo.state === "ready")
    .map(({ key, state, media, description }) => ({ key, state, media, description }));
  if (!draft.text && !draft.warning && !photos.length) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ ...draft, photos }));
}

/** Asks for a photo again: it may have been edited, and the site keeps unused ones for a day. */
async function check(photo) {
  try {
    photo.media = await get(`/api/v1/media/${photo.media.id}`);
  } catch (refused) {
    if (refused.status !== 404) return;
    Object.assign(photo, { state: "failed", reason: t("photo_gone") });
  }
  changes.dispatchEvent(new Event("settled"));
}

changes.addEventListener("settled", () => drafts.forEach(write));
