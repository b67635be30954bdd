// The photos of a post that is being written: each with how far it is uploaded, its description, and
// buttons to move and remove it.

import { put, upload } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { icon } from "../core/icons.js";
import { tell } from "../core/notices.js";
import { t } from "../core/words.js";

export class ComposerPhotos extends Component {
  static properties = { photos: { attribute: false } };

  /** Begins to upload files, as many as there is room for. */
  add(files, max) {
    const images = [...files].filter((file) => file.type.startsWith("image/"));
    if (images.length < files.length) tell(t("not_a_photo"), "fault");
    const room = Math.max(0, max - this.photos.length);
    if (images.length > room) tell(t("too_many_photos", { count: max }), "fault");
    for (const file of images.slice(0, room)) this.send(file);
  }

  async send(file) {
    const photo = { preview: URL.createObjectURL(file), progress: 0, description: "" };
    this.change([...this.photos, photo]);
    const { done, cancel } = upload(file, (part) => {
      photo.progress = part;
      this.requestUpdate();
    });
    photo.cancel = cancel;
    try {
      photo.media = await done;
      this.change([...this.photos]);
    } catch (refused) {
      this.remove(photo);
      tell(`${file.name}: ${refused.message}`, "fault");
    }
  }

  /** Stores the descriptions that the site does not have yet. */
  async describe() {
    const changed = this.photos.filter(
      ({ media, description }) => description !== (media.description ?? ""),
    );
    await Promise.all(
      changed.map(async (photo) => {
        photo.media = await put(`/api/v1/media/${photo.media.id}`, { description: photo.description });
      }),
    );
  }

  change(photos) {
    this.photos = photos;
    this.dispatchEvent(new CustomEvent("photos", { detail: photos }));
  }

  remove(photo) {
    if (!photo.media) photo.cancel?.();
    if (photo.preview) URL.revokeObjectURL(photo.preview);
    this.change(this.photos.filter((other) => other !== photo));
  }

  async move(photo, by) {
    const photos = this.photos.filter((other) => other !== photo);
    photos.splice(this.photos.indexOf(photo) + by, 0, photo);
    this.change(photos);
    await this.updateComplete;
    const place = this.querySelectorAll("li")[photos.indexOf(photo)];
    const way = by < 0 ? ".earlier" : ".later";
    (place.querySelector(`${way}:enabled`) ?? place.querySelector(".move:enabled"))?.focus();
  }

  render() {
    if (!this.photos.length) return nothing;
    return html`<ol class="uploads">
      ${repeat(
        this.photos,
        (photo) => photo.preview ?? photo.media.id,
        (photo, i) => this.item(photo, i),
      )}
    </ol>`;
  }

  item(photo, i) {
    const number = i + 1;
    const isLast = number === this.photos.length;
    return html`<li>
      <div class="thumb">
        <img src=${photo.preview ?? photo.media.preview_url} alt=${t("photo_number", { number })} />
        ${photo.media
          ? nothing
          : html`<progress
              max="1"
              .value=${photo.progress}
              aria-label=${t("uploading", { number })}
            ></progress>`}
      </div>
      <label>
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
      <div class="tools">
        ${this.tool("earlier move", "left", t("move_earlier", { number }), i === 0, () => this.move(photo, -1))}
        ${this.tool("later move", "right", t("move_later", { number }), isLast, () => this.move(photo, 1))}
        ${this.tool("", "close", t("remove_photo", { number }), false, () => this.remove(photo))}
      </div>
    </li>`;
  }

  tool(kind, picture, label, disabled, does) {
    return html`<button type="button" class="tool ${kind}" aria-label=${label} ?disabled=${disabled} @click=${does}>
      ${icon(picture)}
    </button>`;
  }
}

customElements.define("pando-composer-photos", ComposerPhotos);
