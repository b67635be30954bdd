// One post as a square of a grid: its first photo, or its words where it has none.

import { html, nothing } from "../core/component.js";
import { icon } from "../core/icons.js";
import { find } from "../core/posts.js";
import { plain } from "../core/text.js";
import { short, t } from "../core/words.js";
import { pathOf } from "./post.js";
import { filling } from "./photo.js";

/** @param isFirst whether it is among the first that are seen */
export function tile(postId, isFirst) {
  const post = find(postId);
  if (!post) return nothing;
  const photos = post.media_attachments.filter((media) => media.url);
  const name = post.account.display_name || post.account.username;
  const words = post.spoiler_text || (post.sensitive ? t("sensitive") : plain(post.content));
  const isCovered = post.sensitive || post.spoiler_text !== "";
  return html`<a class="tile" href=${pathOf(post.url)} aria-label=${label(name, photos, words)}>
    ${photos.length
      ? html`<pando-photo
          .media=${photos[0]}
          ?covered=${isCovered}
          ?eager=${isFirst}
          sizes=${filling(photos[0], [20.2, 20.2], [33, 33])}
        ></pando-photo>`
      : nothing}
    ${isCovered || !photos.length
      ? html`<span class=${photos.length ? "words over" : "words"}>${words}</span>`
      : nothing}
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
