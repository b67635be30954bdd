// The posts that are on the page, each once, so that a heart is red wherever its post is shown.

import { post as send } from "./api.js";
import { tell } from "./notices.js";

/** Dispatches "change" with the post's id, and "gone". */
export const changes = new EventTarget();

const posts = new Map();

/** The opposite of each action, and what it changes. */
const ACTIONS = {
  favourite: { undo: "unfavourite", flag: "favourited", count: "favourites_count" },
  reblog: { undo: "unreblog", flag: "reblogged", count: "reblogs_count" },
  bookmark: { undo: "unbookmark", flag: "bookmarked" },
};

/** Keeps a post as the site has told it, and answers its id. */
export function keep(status) {
  posts.set(status.id, status);
  changes.dispatchEvent(new CustomEvent("change", { detail: status.id }));
  return status.id;
}

export function find(id) {
  return posts.get(id);
}

/** Shows a photo of a post as it has become. */
export function keepPhoto(id, media) {
  const post = posts.get(id);
  const same = (other) => (other.id === media.id ? media : other);
  if (post) keep({ ...post, media_attachments: post.media_attachments.map(same) });
}

export function forget(id) {
  posts.delete(id);
  changes.dispatchEvent(new CustomEvent("gone", { detail: id }));
}

/** An entry of a feed: a post, and who boosted it. */
export function entry(status) {
  const shown = status.reblog ?? status;
  return { id: status.id, postId: keep(shown), by: status.reblog ? status.account : null };
}

/** Does or undoes an action: shown at once, taken back with a message if the site refuses. */
export async function toggle(id, action) {
  const { undo, flag, count } = ACTIONS[action];
  const before = posts.get(id);
  const on = !before[flag];
  const after = { ...before, [flag]: on };
  if (count) after[count] = before[count] + (on ? 1 : -1);
  keep(after);
  try {
    const answer = await send(`/api/v1/statuses/${id}/${on ? action : undo}`);
    keep(answer.reblog ?? answer);
  } catch (refused) {
    const now = posts.get(id);
    if (now) keep({ ...now, [flag]: before[flag], ...(count ? { [count]: before[count] } : {}) });
    tell(refused.message, "fault");
  }
}
