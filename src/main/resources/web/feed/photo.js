// A photo: its BlurHash until it is there, then the smallest file that is sharp where it is shown.

import { paint } from "../core/blurhash.js";
import { Component, html } from "../core/component.js";

const GRAIN = 24;

/** Some photos move, but not for those who do not want it: their JPEG files never do. */
const still = matchMedia("(prefers-reduced-motion: reduce)");

class Photo extends Component {
  /**
   * covered: the BlurHash alone is shown, and the photo not even fetched; eager: it is among the
   * first that are seen, so the browser need not wait until it knows where it stands
   */
  static properties = {
    media: { attribute: false },
    sizes: {},
    covered: { type: Boolean },
    eager: { type: Boolean },
  };

  render() {
    const { media } = this;
    const { width, height } = media.meta?.original ?? { width: 1, height: 1 };
    return html`<canvas width=${GRAIN} height=${GRAIN} aria-hidden="true"></canvas>
      ${this.covered ? html`<span class="cover"></span>` : this.image(media, width, height)}`;
  }

  image(media, width, height) {
    return html`<img
        loading=${this.eager ? "eager" : "lazy"}
        fetchpriority=${this.eager ? "high" : "auto"}
        decoding="async"
        sizes=${this.sizes ?? "100vw"}
        srcset=${sources(media)}
        src=${media.url}
        alt=${media.description ?? ""}
        width=${width}
        height=${height}
        @load=${() => this.classList.add("loaded")}
        @error=${() => this.classList.add("failed")}
      />`;
  }

  updated(changed) {
    const image = this.querySelector("img");
    if (image) image.style.objectPosition = position(this.media.meta?.focus);
    if (!changed.has("media")) return;
    this.classList.toggle("loaded", Boolean(image?.complete && image.naturalWidth));
    if (this.media.blurhash) paint(this.querySelector("canvas"), this.media.blurhash);
  }
}

/** What stays in view where a photo is cut, for `object-position`: its focal point is from -1 to 1. */
function position(focus) {
  return focus ? `${50 + 50 * focus.x}% ${50 - 50 * focus.y}%` : "";
}

/** The files of a photo with their widths, for `srcset`. */
export function sources(media) {
  const { original, small } = media.meta ?? {};
  if (!original || !small) return "";
  const jpeg = [
    { url: media.preview_url, width: small.width },
    { url: media.url, width: original.width },
  ];
  const files = (!still.matches && media.pando_webp) || jpeg;
  return files.map(({ url, width }) => `${url} ${width}w`).join(", ");
}

/**
 * How wide a photo is drawn that fills a frame, for `sizes`: one that is wider than its frame sticks
 * out at its sides.
 *
 * @param rem width and height of the frame on desktops
 * @param vw width and height of the frame on phones
 */
export function filling({ meta }, rem, vw) {
  const aspect = meta?.original?.aspect ?? 1;
  const drawn = ([width, height]) => Math.ceil(Math.max(width, height * aspect));
  return `(min-width: 40rem) ${drawn(rem)}rem, ${drawn(vw)}vw`;
}

customElements.define("pando-photo", Photo);
