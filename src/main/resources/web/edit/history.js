// What a post was before it was changed, the newest first. Fetched when somebody wants it.

import { get } from "../core/api.js";
import { html, nothing } from "../core/component.js";
import { Dialog } from "../core/dialog.js";
import { fragment } from "../core/text.js";
import { moment, t } from "../core/words.js";

/** Shows all versions of a post. */
export function history(postId) {
  Dialog.open("pando-history", { postId });
}

class History extends Dialog {
  static properties = { versions: { state: true }, reason: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.reason = undefined;
    try {
      this.versions = (await get(`/api/v1/statuses/${this.postId}/history`)).reverse();
    } catch (refused) {
      this.reason = refused.message;
    }
  }

  render() {
    return this.frame(t("history"), html`${this.versions ? this.list() : this.waiting()}`);
  }

  waiting() {
    return this.reason
      ? html`<p role="alert">${this.reason}</p>
          <button type="button" class="quiet" @click=${this.load}>${t("try_again")}</button>`
      : html`<p role="status">${t("loading")}</p>`;
  }

  list() {
    const original = this.versions.length - 1;
    return html`<ol class="versions">
      ${this.versions.map(
        (version, i) => html`<li>
          <h3>
            ${i === 0 ? t("version_now") : i === original ? t("version_first") : t("version")}
            <time datetime=${version.created_at}>${moment(version.created_at)}</time>
          </h3>
          ${version.spoiler_text ? html`<p><strong>${version.spoiler_text}</strong></p>` : nothing}
          <div class="text">${fragment(version.content)}</div>
          ${version.sensitive ? html`<p class="audience">${t("sensitive")}</p>` : this.photos(version)}
        </li>`,
      )}
    </ol>`;
  }

  photos({ media_attachments: photos }) {
    return html`<p class="thumbs">
      ${photos.map(
        ({ preview_url: url, description }) =>
          html`<img src=${url} alt=${description ?? ""} title=${description ?? ""} loading="lazy" />`,
      )}
    </p>`;
  }
}

customElements.define("pando-history", History);
