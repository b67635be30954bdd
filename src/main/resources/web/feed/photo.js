// A photo: its BlurHash until it is there, then the smallest file that is sharp where it is shown.

import { paint } from "../core/blurhash.js";
import { Component, html } from "../core/component.js";

/** The longest side of the large variant of a photo. */
const LARGE = 1280;
const GRAIN = 24;

class Photo extends Component {
  /** covered: the BlurHash alone is shown, and the photo not even fetched */
  static properties = {
    media: { attribute: false },
    sizes: {},
    covered: { type: Boolean },
  };

  render() {
    const { media } = this;
    const { width, height } = media.meta?.original ?? { width: 1, height: 1 };
    return html`<canvas width=${GRAIN} height=${GRAIN} aria-hidden="true"></canvas>
      ${this.covered ? html`<span class="cover"></span>` : this.image(media, width, height)}`;
  }

  image(media, width, height) {
    return html`<img
        srcset=${sources(media)}
        sizes=${this.sizes ?? "100vw"}
        src=${media.url}
        alt=${media.description ?? ""}
        width=${width}
        height=${height}
        loading="lazy"
        decoding="async"
        @load=${() => this.classList.add("loaded")}
      />`;
  }

  updated(changed) {
    if (!changed.has("media")) return;
    const image = this.querySelector("img");
    this.classList.toggle("loaded", Boolean(image?.complete && image.naturalWidth));
    if (this.media.blurhash) paint(this.querySelector("canvas"), this.media.blurhash);
  }
}

/** The files of a photo with their widths, for `srcset`. */
export function sources(media) {
  const { original, small } = media.meta ?? {};
  if (!original || !small) return "";
  const shrunk = Math.min(1, LARGE / Math.max(original.width, original.height));
  return `${media.preview_url} ${small.width}w, ${media.url} ${Math.round(original.width * shrunk)}w`;
}

/**
 * How wide a photo is drawn that fills a square, for `sizes`: a wide one sticks out at its sides.
 *
 * @param rem the square on desktops
 * @param vw the square on phones
 */
export function filling({ meta }, rem, vw) {
  const aspect = Math.max(1, meta?.original?.aspect ?? 1);
  return `(min-width: 60rem) ${Math.round(rem * aspect)}rem, ${Math.round(vw * aspect)}vw`;
}

customElements.define("pando-photo", Photo);
