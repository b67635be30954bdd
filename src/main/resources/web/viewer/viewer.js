// Photos on the whole screen. Arrows go from one to the next, + and - zoom, Esc closes. A modal
// <dialog>, so that the browser itself keeps the focus inside and gives it back.

import { sources } from "../feed/photo.js";
import { Component, html, nothing } from "../core/component.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";

let viewer;

/** Shows the photos of a post, beginning with one of them. */
export function view(photos, index) {
  viewer?.show(photos, index);
}

class Viewer extends Component {
  static properties = { photos: { state: true }, index: { state: true }, zoomed: { state: true } };

  constructor() {
    super();
    this.photos = [];
    this.index = 0;
    viewer = this;
  }

  async show(photos, index) {
    Object.assign(this, { photos, index, zoomed: false });
    await this.updateComplete;
    this.dialog.showModal();
    document.documentElement.classList.add("still"); // the page behind does not scroll
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  turn(by) {
    this.index = Math.max(0, Math.min(this.photos.length - 1, this.index + by));
    this.zoomed = false;
  }

  key(event) {
    const isScroll = this.zoomed && event.key.startsWith("Arrow");
    const does = {
      ArrowLeft: () => this.turn(-1),
      ArrowRight: () => this.turn(1),
      "+": () => (this.zoomed = true),
      "=": () => (this.zoomed = true),
      "-": () => (this.zoomed = false),
    }[event.key];
    if (does && !isScroll) {
      event.preventDefault();
      does();
    }
  }

  closed() {
    document.documentElement.classList.remove("still");
    this.photos = [];
  }

  render() {
    const photo = this.photos[this.index];
    return html`<dialog
      class="viewer"
      aria-label=${t("viewer")}
      @keydown=${this.key}
      @close=${this.closed}
    >
      ${photo ? this.photo(photo) : nothing}
    </dialog>`;
  }

  photo(photo) {
    const count = this.photos.length;
    return html`<div class="stage ${this.zoomed ? "zoomed" : ""}" tabindex=${this.zoomed ? 0 : -1}>
        <img
          src=${photo.url}
          srcset=${sources(photo)}
          sizes="100vw"
          alt=${photo.description ?? ""}
          width=${photo.meta.original.width}
          height=${photo.meta.original.height}
          @click=${() => (this.zoomed = !this.zoomed)}
        />
      </div>
      ${photo.description ? html`<p class="description">${photo.description}</p>` : nothing}
      <div class="bar">
        <span role="status">
          ${count > 1 ? t("photo_of", { number: this.index + 1, total: count }) : ""}
        </span>
        <button
          type="button"
          aria-pressed=${this.zoomed ? "true" : "false"}
          aria-label=${t("zoom")}
          @click=${() => (this.zoomed = !this.zoomed)}
        >
          ${icon("zoom")}
        </button>
        <button type="button" aria-label=${t("close")} @click=${() => this.dialog.close()}>
          ${icon("close")}
        </button>
      </div>
      ${this.index > 0 ? this.arrow("left", -1) : nothing}
      ${this.index < count - 1 ? this.arrow("right", 1) : nothing}`;
  }

  arrow(side, by) {
    return html`<button
      type="button"
      class="arrow ${side}"
      aria-label=${t(by < 0 ? "previous" : "next")}
      @click=${() => this.turn(by)}
    >
      ${icon(side)}
    </button>`;
  }
}

customElements.define("pando-viewer", Viewer);
