// The photos of a post that is being written: each with how far it is uploaded, its description,
// and ways to edit, move and remove it.

import { put } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { icon } from "../core/icons.js";
import { later } from "../core/later.js";
import { tell } from "../core/notices.js";
import { t } from "../core/words.js";
import "../feed/photo.js";
import { again, begin, changes, end } from "./uploads.js";

const EVENTS = ["progress", "settled"];

class ComposerPhotos extends Component {
  /** marked: those without a description are shown */
  static properties = {
    photos: { attribute: false },
    marked: { type: Boolean },
    held: { state: true },
  };

  constructor() {
    super();
    this.hear = () => this.requestUpdate();
    this.dragged = (event) => this.drag(event.clientY);
    this.dropped = () => this.release();
  }

  connectedCallback() {
    super.connectedCallback();
    for (const name of EVENTS) changes.addEventListener(name, this.hear);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const name of EVENTS) changes.removeEventListener(name, this.hear);
    this.release();
  }

  /** Begins to upload files, as many as there is room for. */
  add(files, max) {
    const images = [...files].filter(({ type }) => !type || type.startsWith("image/"));
    if (images.length < files.length) tell(t("not_a_photo"), "fault");
    const room = Math.max(0, max - this.photos.length);
    if (images.length > room) tell(t("too_many_photos", { count: max }), "fault");
    if (room) this.change([...this.photos, ...images.slice(0, room).map(begin)]);
  }

  /** Stores the descriptions that the site does not have yet. */
  async describe() {
    const changed = this.photos.filter(
      ({ media, description }) => description.trim() !== (media.description ?? ""),
    );
    await Promise.all(
      changed.map(async (photo) => {
        const description = photo.description.trim();
        photo.media = await put(`/api/v1/media/${photo.media.id}`, { description });
      }),
    );
  }

  change(photos) {
    this.photos = photos;
    this.dispatchEvent(new CustomEvent("photos", { detail: photos }));
  }

  remove(photo) {
    end(photo);
    this.change(this.photos.filter((other) => other !== photo));
  }

  edit(photo) {
    later(import("../editor/editor.js"), async (editor) => {
      photo.media = await editor.edit(photo.media);
      this.change([...this.photos]);
    });
  }

  place(photo, index) {
    const photos = this.photos.filter((other) => other !== photo);
    photos.splice(index, 0, photo);
    this.change(photos);
  }

  async move(photo, by) {
    this.place(photo, this.photos.indexOf(photo) + by);
    await this.updateComplete;
    const item = this.querySelectorAll("li")[this.photos.indexOf(photo)];
    const way = by < 0 ? ".earlier" : ".later";
    (item.querySelector(`${way}:enabled`) ?? item.querySelector(".move:enabled"))?.focus();
  }

  /** A photo follows the pointer until it is let go. */
  hold(event, photo) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.held = photo;
    addEventListener("pointermove", this.dragged);
    addEventListener("pointerup", this.dropped);
    addEventListener("pointercancel", this.dropped);
  }

  drag(y) {
    const middle = (item) => item.getBoundingClientRect().top + item.offsetHeight / 2;
    const others = [...this.querySelectorAll("li")].filter((_, i) => this.photos[i] !== this.held);
    const index = others.filter((item) => middle(item) < y).length;
    if (this.photos[index] !== this.held) this.place(this.held, index);
  }

  release() {
    this.held = null;
    removeEventListener("pointermove", this.dragged);
    removeEventListener("pointerup", this.dropped);
    removeEventListener("pointercancel", this.dropped);
  }

  render() {
    const { photos } = this;
    if (!photos.length) return nothing;
    const count = photos.filter((photo) => photo.state === "ready").length;
    const told = t("photos_ready", { count, total: photos.length });
    return html`<p class="hidden" role="status">${told}</p>
      <ol class="uploads">
        ${repeat(photos, (photo) => photo.key, (photo, i) => this.item(photo, i + 1))}
      </ol>`;
  }

  item(photo, number) {
    const isSilent = this.marked && !photo.description.trim();
    return html`<li class="${photo.state} ${this.held === photo ? "held" : ""}">
      ${this.thumb(photo, number)}
      <div class="about">
        ${photo.state === "failed" ? this.fault(photo) : nothing}
        <label class=${isSilent ? "silent" : ""}>
          <span>${t("description")}</span>
          <textarea
            rows="2"
            maxlength="1500"
            placeholder=${t("description_hint")}
            .value=${photo.description}
            @input=${(event) => {
              photo.description = event.target.value;
              this.change([...this.photos]);
            }}
          ></textarea>
        </label>
        ${this.tools(photo, number)}
      </div>
    </li>`;
  }

  thumb(photo, number) {
    const hold = (event) => event.pointerType === "mouse" && this.hold(event, photo);
    const name = t("photo_number", { number });
    return html`<div class="thumb" @pointerdown=${hold}>
      ${photo.media?.url
        ? html`<pando-photo .media=${photo.media} sizes="10rem"></pando-photo>`
        : html`<img src=${photo.preview ?? nothing} alt=${name} draggable="false" />`}
      ${this.progress(photo, number)}
    </div>`;
  }

  progress({ state, progress }, number) {
    const label = t("uploading", { number });
    if (state === "sending" && progress < 1) {
      return html`<progress max="1" value=${progress} aria-label=${label}></progress>`;
    }
    const isBusy = ["waiting", "sending", "preparing"].includes(state);
    return isBusy ? html`<progress aria-label=${label}></progress>` : nothing;
  }

  fault(photo) {
    return html`<p class="fault" role="alert">${photo.reason}</p>
      ${photo.file
        ? html`<button type="button" class="quiet" @click=${() => this.retry(photo)}>
            ${t("try_again")}
          </button>`
        : nothing}`;
  }

  retry(photo) {
    photo.tries = 0;
    again(photo);
  }

  tools(photo, number) {
    const isReady = photo.state === "ready";
    return html`<div class="tools">
      ${this.photos.length > 1 ? this.movers(photo, number) : nothing}
      <span class="space"></span>
      ${tool("edit", "crop", t("edit_photo", { number }), isReady, () => this.edit(photo))}
      ${tool("remove", "close", t("remove_photo", { number }), true, () => this.remove(photo))}
    </div>`;
  }

  movers(photo, number) {
    const [hold, earlier, later] = [
      (event) => this.hold(event, photo),
      () => this.move(photo, -1),
      () => this.move(photo, 1),
    ];
    const isLast = number === this.photos.length;
    return html`<span class="grip" aria-hidden="true" @pointerdown=${hold}>${icon("grip")}</span>
      ${tool("earlier move", "up", t("move_earlier", { number }), number > 1, earlier)}
      ${tool("later move", "down", t("move_later", { number }), !isLast, later)}`;
  }
}

function tool(kind, picture, label, isEnabled, does) {
  return html`<button
    type="button"
    class="tool ${kind}"
    aria-label=${label}
    title=${label}
    ?disabled=${!isEnabled}
    @click=${does}
  >
    ${icon(picture)}
  </button>`;
}

customElements.define("pando-composer-photos", ComposerPhotos);
