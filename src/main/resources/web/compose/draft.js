// A post that is being written, kept in this browser so that neither a reload nor a crash loses it.
// Its key goes with it to the site, which makes one post of it however often it is sent.

import { me, random } from "../core/session.js";

export const AUDIENCES = ["public", "unlisted", "private", "direct"];

/** The draft for an answer to a post, or (null) for a new one. */
export function load(replyTo) {
  const stored = JSON.parse(localStorage.getItem(name(replyTo)) ?? "null");
  return { ...blank(), ...stored };
}

export function store(replyTo, draft) {
  const photos = draft.photos
    .filter((photo) => photo.media)
    .map(({ media, description }) => ({ media, description }));
  if (!draft.text && !draft.warning && !photos.length) return discard(replyTo);
  localStorage.setItem(name(replyTo), JSON.stringify({ ...draft, photos }));
}

export function discard(replyTo) {
  localStorage.removeItem(name(replyTo));
}

export function blank() {
  const audience = me?.source?.privacy ?? "public";
  return { text: "", warning: "", audience, photos: [], key: random() };
}

function name(replyTo) {
  return `pando.draft.${me.id}.${replyTo ?? "new"}`;
}
