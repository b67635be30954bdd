// The form that reports somebody to the moderators: what is wrong, which posts show it, and a word
// about it. When it is sent, one can also mute or block them.

import { get, post as send } from "../core/api.js";
import { html, nothing } from "../core/component.js";
import { Dialog } from "../core/dialog.js";
import { tell } from "../core/notices.js";
import { forget } from "../core/posts.js";
import { plain } from "../core/text.js";
import { ago, t } from "../core/words.js";

const MAX_COMMENT = 1000;
const POSTS = 12; // to choose from

/** What is wrong, in the words of the API. */
const CATEGORIES = ["spam", "violation", "legal", "other"];

export function open(account, { post, related }) {
  Dialog.open("pando-report", { account, post, related });
}

class Report extends Dialog {
  static properties = {
    posts: { state: true },
    reason: { state: true },
    isSending: { state: true },
    isSent: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.posts = this.post ? [this.post] : [];
    this.load();
  }

  /** Their latest posts; without them one can still report. */
  async load() {
    const path = `/api/v1/accounts/${this.account.id}/statuses`;
    const found = await get(path, { exclude_reblogs: true, limit: POSTS }).catch(() => []);
    this.posts = [...this.posts, ...found.filter(({ id }) => id !== this.post?.id)];
  }

  mayClose() {
    const isWritten = !this.isSent && this.querySelector("textarea")?.value;
    return !isWritten || confirm(t("discard_sure"));
  }

  async send(event) {
    event.preventDefault();
    if (this.isSending) return;
    const form = new FormData(event.target);
    this.isSending = true;
    this.reason = undefined;
    try {
      await send("/api/v1/reports", {
        account_id: this.account.id,
        status_ids: form.getAll("post"),
        category: form.get("category"),
        comment: form.get("comment"),
      });
      this.isSent = true;
      await this.updateComplete;
      this.querySelector(".sent").focus();
    } catch (refused) {
      this.reason = refused.message;
    }
    this.isSending = false;
  }

  async relate(action, words) {
    try {
      this.related?.(await send(`/api/v1/accounts/${this.account.id}/${action}`));
      if (this.post && action === "block") forget(this.post.id);
      tell(t(words, { name: this.account.acct }));
      this.close();
    } catch (refused) {
      this.reason = refused.message;
    }
  }

  render() {
    const title = t("report_title", { name: this.account.acct });
    return this.frame(title, this.isSent ? this.sent() : this.form());
  }

  form() {
    return html`<form class="report" @submit=${this.send}>
      <fieldset>
        <legend>${t("report_why")}</legend>
        ${CATEGORIES.map(
          (name) => html`<label class="check">
            <input type="radio" name="category" value=${name} required />
            <span>${t(`category_${name}`)}</span>
          </label>`,
        )}
      </fieldset>
      ${this.posts.length
        ? html`<fieldset>
            <legend>${t("report_posts")}</legend>
            <ul>
              ${this.posts.map((post) => this.choice(post))}
            </ul>
          </fieldset>`
        : nothing}
      <label class="field">
        <span>${t("report_comment")}</span>
        <textarea name="comment" rows="3" maxlength=${MAX_COMMENT}></textarea>
      </label>
      ${this.reason ? html`<p role="alert" class="fault">${this.reason}</p>` : nothing}
      <div class="ending">
        <button type="submit">${t("report_send")}</button>
      </div>
    </form>`;
  }

  choice(post) {
    const photo = post.media_attachments.find(({ preview_url: url }) => url);
    const words = plain(post.content) || photo?.description || t("photo");
    return html`<li>
      <label>
        <input type="checkbox" name="post" value=${post.id} ?checked=${post === this.post} />
        ${photo && !post.sensitive
          ? html`<img src=${photo.preview_url} alt="" width="48" height="48" />`
          : nothing}
        <span class="excerpt">${words}</span>
        <time datetime=${post.created_at}>${ago(post.created_at)}</time>
      </label>
    </li>`;
  }

  sent() {
    const name = this.account.acct;
    return html`<p class="sent" tabindex="-1">${t("report_sent")}</p>
      <p>${t("report_also", { name })}</p>
      ${this.reason ? html`<p role="alert" class="fault">${this.reason}</p>` : nothing}
      <div class="ending">
        <button type="button" class="quiet" @click=${() => this.relate("mute", "muted_now")}>
          ${t("mute")}
        </button>
        <button type="button" class="quiet" @click=${() => this.relate("block", "blocked_now")}>
          ${t("block")}
        </button>
        <button type="button" @click=${this.close}>${t("done")}</button>
      </div>`;
  }
}

customElements.define("pando-report", Report);
