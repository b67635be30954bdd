// Photos on the whole screen. Arrows and fingers go from one to the next; +, -, 0, the wheel, a double
// click and two fingers zoom; Esc closes. A modal <dialog>, so that the browser itself keeps the focus
// inside and gives it back.

import { sources } from "../feed/photo.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { icon } from "../core/icons.js";
import { later } from "../core/later.js";
import { keepPhoto } from "../core/posts.js";
import { t } from "../core/words.js";
import { Zoom } from "./zoom.js";

const STEP = 80; // pixels that an arrow key moves a photo that is larger than the screen
const FACTOR = 1.5; // what + and - do

let viewer;

/** Shows the photos of a post, beginning with one of them. @param ownPost see Album */
export function view(photos, index, ownPost) {
  viewer?.show(photos, index, ownPost);
}

class Viewer extends Component {
  static properties = { photos: { state: true }, index: { state: true }, isIn: { state: true } };

  constructor() {
    super();
    this.photos = [];
    this.index = 0;
    this.zoom = new Zoom(() => this.draw(), (by) => this.turn(by));
    viewer = this;
  }

  async show(photos, index, ownPost) {
    Object.assign(this, { photos, index, ownPost });
    this.zoom.reset();
    await this.updateComplete;
    this.dialog.showModal();
    document.documentElement.classList.add("still"); // the page behind does not scroll
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  get stage() {
    return this.querySelector(".stage");
  }

  turn(by) {
    this.index = Math.max(0, Math.min(this.photos.length - 1, this.index + by));
    this.zoom.reset();
  }

  draw() {
    const { scale, x, y, isIn } = this.zoom;
    this.isIn = isIn;
    const image = this.querySelector(".stage img");
    if (image) image.style.transform = isIn ? `translate(${x}px, ${y}px) scale(${scale})` : "";
  }

  arrow(across, down) {
    if (this.isIn) this.zoom.move(this.stage, -across * STEP, -down * STEP);
    else if (across) this.turn(across);
  }

  edit() {
    const photo = this.photos[this.index];
    later(import("../editor/editor.js"), async (editor) => {
      const edited = await editor.edit(photo);
      this.photos = this.photos.map((other) => (other === photo ? edited : other));
      keepPhoto(this.ownPost, edited);
    });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      ArrowLeft: () => this.arrow(-1, 0),
      ArrowRight: () => this.arrow(1, 0),
      ArrowUp: () => this.arrow(0, -1),
      ArrowDown: () => this.arrow(0, 1),
      "+": () => this.zoom.by(FACTOR, this.stage),
      "=": () => this.zoom.by(FACTOR, this.stage),
      "-": () => this.zoom.by(1 / FACTOR, this.stage),
      0: () => this.zoom.reset(),
    }[event.key];
    if (does) {
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
    const { zoom } = this;
    const count = this.photos.length;
    const { width, height } = photo.meta?.original ?? { width: 1, height: 1 };
    return html`<div
        class="stage ${this.isIn ? "zoomed" : ""}"
        @wheel=${(event) => zoom.wheel(event)}
        @dblclick=${(event) => zoom.toggle(this.stage, event)}
        @pointerdown=${(event) => zoom.down(event)}
        @pointermove=${(event) => zoom.moved(event)}
        @pointerup=${(event) => zoom.up(event)}
        @pointercancel=${(event) => zoom.up(event)}
      >
        ${repeat(
          [photo], // another element for each, so that none is seen in the place of the next
          ({ id }) => id,
          () => html`<img
            src=${photo.url}
            srcset=${sources(photo)}
            sizes=${this.isIn ? "300vw" : `min(100vw, ${Math.round((100 * width) / height)}vh)`}
            alt=${photo.description ?? ""}
            width=${width}
            height=${height}
            draggable="false"
          />`,
        )}
      </div>
      ${photo.description ? html`<p class="description">${photo.description}</p>` : nothing}
      <div class="bar">
        <span role="status">
          ${count > 1 ? t("photo_of", { number: this.index + 1, total: count }) : ""}
        </span>
        ${this.ownPost
          ? html`<button type="button" class="edit" aria-label=${t("edit_this_photo")} @click=${this.edit}>
              ${icon("crop")}
            </button>`
          : nothing}
        <button
          type="button"
          aria-pressed=${this.isIn ? "true" : "false"}
          aria-label=${t("zoom")}
          @click=${() => zoom.toggle(this.stage)}
        >
          ${icon("zoom")}
        </button>
        <button type="button" aria-label=${t("close")} @click=${() => this.dialog.close()}>
          ${icon("close")}
        </button>
      </div>
      ${this.way("left", -1, this.index > 0)} ${this.way("right", 1, this.index < count - 1)}`;
  }

  /** At the last photo the button stays where it is, so that the focus does. */
  way(side, by, isOpen) {
    if (this.photos.length < 2) return nothing;
    return html`<button
      type="button"
      class="arrow ${side}"
      aria-label=${t(by < 0 ? "previous" : "next")}
      aria-disabled=${isOpen ? "false" : "true"}
      @click=${() => this.turn(by)}
    >
      ${icon(side)}
    </button>`;
  }
}

customElements.define("pando-viewer", Viewer);
