// The form that changes a post: its words, its warning, and what is said about its photos. Fetched
// when somebody wants it.

import { get, put } from "../core/api.js";
import { html, nothing } from "../core/component.js";
import { Dialog } from "../core/dialog.js";
import { icon } from "../core/icons.js";
import { later } from "../core/later.js";
import { tell } from "../core/notices.js";
import { find, keep, keepPhoto } from "../core/posts.js";
import { t } from "../core/words.js";

const MAX_DESCRIPTION = 1500;

/** Opens the form for a post of one's own. */
export function edit(postId) {
  Dialog.open("pando-edit", { postId });
}

class Edit extends Dialog {
  static properties = {
    source: { state: true },
    limit: { state: true },
    length: { state: true },
    reason: { state: true },
    isSaving: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.post = find(this.postId);
    this.load();
  }

  async load() {
    this.reason = undefined;
    try {
      const [source, instance] = await Promise.all([
        get(`/api/v1/statuses/${this.postId}/source`),
        get("/api/v2/instance"),
      ]);
      this.limit = instance.configuration.statuses.max_characters;
      this.length = [...source.text, ...source.spoiler_text].length;
      this.source = source;
      await this.updateComplete;
      this.querySelector("textarea").focus();
    } catch (refused) {
      this.reason = refused.message;
    }
  }

  changed() {
    const { text, warning } = this.querySelector("form").elements;
    this.isChanged = true;
    this.length = [...text.value, ...warning.value].length;
  }

  /** The photo changes at once, whatever becomes of the form. */
  editPhoto(photo) {
    later(import("../editor/editor.js"), async (editor) => {
      keepPhoto(this.postId, await editor.edit(photo));
      this.post = find(this.postId);
      this.requestUpdate();
    });
  }

  mayClose() {
    return !this.isChanged || confirm(t("discard_sure"));
  }

  async save(event) {
    event.preventDefault();
    if (this.isSaving || this.length > this.limit) return;
    this.isSaving = true;
    this.reason = undefined;
    try {
      keep(await put(`/api/v1/statuses/${this.postId}`, this.form()));
      this.close();
      tell(t("saved"));
    } catch (refused) {
      this.reason = refused.message;
    }
    this.isSaving = false;
  }

  form() {
    const { text, warning, sensitive } = this.querySelector("form").elements;
    const photos = this.post.media_attachments;
    return {
      status: text.value,
      spoiler_text: warning.value,
      sensitive: sensitive.checked || warning.value !== "",
      media_ids: photos.map(({ id }) => id),
      media_attributes: photos.map(({ id }) => ({
        id,
        description: this.querySelector(`[name="photo-${id}"]`).value,
      })),
    };
  }

  render() {
    return this.frame(t("edit_post"), html`${this.source ? this.fields() : this.waiting()}`);
  }

  waiting() {
    return this.reason
      ? html`<p role="alert">${this.reason}</p>
          <button type="button" class="quiet" @click=${this.load}>${t("try_again")}</button>`
      : html`<p role="status">${t("loading")}</p>`;
  }

  fields() {
    const { text, spoiler_text: warning } = this.source;
    const left = this.limit - this.length;
    return html`<form @submit=${this.save} @input=${this.changed}>
      <label class="field">
        <span>${t("text")}</span>
        <textarea name="text" rows="4" .value=${text}></textarea>
      </label>
      <label class="field">
        <span>${t("warning")}</span>
        <input name="warning" placeholder=${t("warning_hint")} .value=${warning} />
      </label>
      ${this.post.media_attachments.map((media, i) => this.photo(media, i))}
      <label class="check">
        <input type="checkbox" name="sensitive" ?checked=${this.post.sensitive} />
        <span>${t("sensitive")}</span>
      </label>
      ${this.reason ? html`<p role="alert" class="fault">${this.reason}</p>` : nothing}
      <div class="ending">
        <span class="left ${left < 0 ? "over" : ""}">${left < 100 ? left : ""}</span>
        <button type="button" class="quiet" @click=${() => this.cancel()}>${t("cancel")}</button>
        <button type="submit" ?disabled=${left < 0}>${t("save")}</button>
      </div>
    </form>`;
  }

  photo(photo, i) {
    const { id, preview_url: url, description } = photo;
    return html`<div class="described">
      <button
        type="button"
        class="thumb"
        aria-label=${t("edit_photo", { number: i + 1 })}
        @click=${() => this.editPhoto(photo)}
      >
        <img src=${url} alt="" width="72" height="72" />
        ${icon("crop")}
      </button>
      <label class="field">
        <span>${t("description_of", { number: i + 1 })}</span>
        <textarea
          name="photo-${id}"
          rows="2"
          maxlength=${MAX_DESCRIPTION}
          placeholder=${t("description_hint")}
          .value=${description ?? ""}
        ></textarea>
      </label>
    </div>`;
  }
}

customElements.define("pando-edit", Edit);
