// One post as a square of a grid: its first photo, or its words where it has none.

import { html, nothing } from "../core/component.js";
import { icon } from "../core/icons.js";
import { find } from "../core/posts.js";
import { plain } from "../core/text.js";
import { short, t } from "../core/words.js";
import { pathOf } from "./post.js";
import "./photo.js";

/** How wide a photo is drawn that fills a square: a wide one sticks out at its sides. */
function sizes({ meta }) {
  const aspect = Math.max(1, meta?.original?.aspect ?? 1);
  return `(min-width: 60rem) ${Math.round(19 * aspect)}rem, ${Math.round(33 * aspect)}vw`;
}

export function tile(postId) {
  const post = find(postId);
  if (!post) return nothing;
  const photos = post.media_attachments.filter((media) => media.url);
  const name = post.account.display_name || post.account.username;
  const words = post.spoiler_text || plain(post.content);
  const isShown = photos.length > 0 && !post.sensitive;
  return html`<a class="tile" href=${pathOf(post.url)} aria-label=${label(name, photos, words)}>
    ${isShown
      ? html`<pando-photo .media=${photos[0]} sizes=${sizes(photos[0])}></pando-photo>`
      : html`<span class="words">${post.sensitive ? t("sensitive") : words}</span>`}
    ${photos.length > 1 ? html`<span class="badge">${icon("album")}</span>` : nothing}
    <span class="caption" aria-hidden="true">
      <span class="name">${name}</span>
      ${icon("heart", true)} ${short(post.favourites_count)}
    </span>
  </a>`;
}

function label(name, photos, words) {
  return t("post_by", { name }) + ": " + (photos[0]?.description || words || t("photo"));
}
