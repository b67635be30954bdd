// The photos of a post side by side, as buttons that open the viewer; covered if they are sensitive.

import { Component, html, nothing } from "../core/component.js";
import { t } from "../core/words.js";
import { view } from "../viewer/viewer.js";
import { filling } from "./photo.js";

const SHOWN = 4;
const WHOLE = "(min-width: 40rem) 38rem, 100vw";
const LARGE = `(min-width: 100rem) 51rem, ${WHOLE}`; // as post/thread.css has the main post

/** Width and height of each frame, as parts of the width of the album; post.css draws them so. */
const HALF = [0.5, 0.5];
const TALL = [0.5, 1];
const FRAMES = { 2: [[0.5, 2 / 3], [0.5, 2 / 3]], 3: [TALL, HALF, HALF], 4: [HALF, HALF, HALF, HALF] };

class Album extends Component {
  /**
   * ownPost: the id of the post if it is the reader's own, who may edit its photos; large: it stands
   * on the page of its post
   */
  static properties = {
    photos: { attribute: false },
    ownPost: {},
    covered: { type: Boolean },
    eager: { type: Boolean },
    large: { type: Boolean },
    uncovered: { state: true },
  };

  render() {
    const photos = this.photos.filter((media) => media.url);
    const isCovered = this.covered && !this.uncovered;
    const hidden = photos.length - SHOWN;
    return html`<div class="album of-${Math.min(photos.length, SHOWN)} ${isCovered ? "covered" : ""}">
      ${photos.slice(0, SHOWN).map(
        (media, i) => html`<button
          type="button"
          class="frame ${media.description ? "has-alt" : ""}"
          data-more=${hidden > 0 && i === SHOWN - 1 ? hidden : nothing}
          aria-label=${label(media, i, photos.length)}
          ?inert=${isCovered}
          @click=${() => view(photos, i, this.ownPost)}
        >
          <pando-photo
            .media=${media}
            ?covered=${isCovered}
            ?eager=${this.eager && i === 0}
            sizes=${this.sizes(media, i, photos.length)}
          ></pando-photo>
        </button>`,
      )}
      ${isCovered
        ? html`<button type="button" class="uncover" @click=${() => (this.uncovered = true)}>
            ${t("show_sensitive")}
          </button>`
        : nothing}
    </div>`;
  }

  sizes(media, i, count) {
    if (count === 1) return this.large ? LARGE : WHOLE;
    const frame = FRAMES[Math.min(count, SHOWN)][i];
    return filling(media, frame.map((part) => part * 38), frame.map((part) => part * 100));
  }
}

function label(media, i, count) {
  const place = count > 1 ? t("photo_of", { number: i + 1, total: count }) : t("photo");
  return media.description ? `${place}: ${media.description}` : place;
}

customElements.define("pando-album", Album);
