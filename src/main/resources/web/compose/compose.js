// Where posts are written. Photos are dropped, pasted or picked; those without a description are
// asked for once. What is written is kept until it is posted, also if the connection is lost.

import { get, post, put } from "../core/api.js";
import { Component, html, live, nothing } from "../core/component.js";
import { icon } from "../core/icons.js";
import { tell } from "../core/notices.js";
import { keep } from "../core/posts.js";
import { go } from "../core/router.js";
import { t } from "../core/words.js";
import { AUDIENCES, blank, discard, load, store } from "./draft.js";
import "./photos.js";
import { MAX_TRIES, changes, pauseBefore } from "./uploads.js";

/** What the site takes, until it has told. */
const USUAL = { max_characters: 500, max_media_attachments: 10 };

let limits;

class Composer extends Component {
  static properties = {
    replyTo: {},
    mention: {},
    audience: {},
    draft: { state: true },
    isSending: { state: true },
    isOver: { state: true },
    asks: { state: true },
    fault: { state: true },
  };

  constructor() {
    super();
    this.tries = 0;
    this.settled = () => this.requestUpdate();
    this.back = () => this.sendAgain();
  }

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener("settled", this.settled);
    addEventListener("online", this.back);
    this.draft = load(this.replyTo);
    this.fault = this.draft.wasSent ? t("post_unsure") : "";
    if (this.replyTo && !this.draft.text) {
      this.draft.text = this.mention ? `@${this.mention} ` : "";
      this.draft.audience = this.audience ?? this.draft.audience;
    }
    limits ??= get("/api/v2/instance").then((instance) => instance.configuration.statuses);
    this.limits = USUAL;
    limits.then((known) => {
      this.limits = known;
      this.requestUpdate();
    }, () => (limits = undefined));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener("settled", this.settled);
    removeEventListener("online", this.back);
  }

  change(values) {
    const isOther = this.draft.isOther || this.draft.wasSent;
    this.draft = { ...this.draft, isOther, ...values };
    this.asks = false;
    store(this.replyTo, this.draft);
  }

  get album() {
    return this.querySelector("pando-composer-photos");
  }

  add(files) {
    this.album.add(files, this.limits.max_media_attachments);
  }

  drop(event) {
    event.preventDefault();
    this.isOver = false;
    if (event.dataTransfer.files.length) this.add(event.dataTransfer.files);
  }

  paste(event) {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      this.add(event.clipboardData.files);
    }
  }

  pick(event) {
    this.add(event.target.files);
    event.target.value = ""; // so that the same file can be picked again
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    if (this.isSending || !this.isReady) return;
    const isSilent = this.draft.photos.some((photo) => !photo.description.trim());
    if (isSilent && !this.asks) {
      this.asks = true;
      return;
    }
    this.tries = 0;
    this.send();
  }

  async send() {
    this.isSending = true;
    this.fault = "";
    const { key, isOther } = this.draft;
    this.change({ wasSent: true, isOther });
    try {
      await this.album.describe();
      const status = await post("/api/v1/statuses", this.form(), { "Idempotency-Key": key });
      this.sent(isOther ? await put(`/api/v1/statuses/${status.id}`, this.form()) : status);
    } catch (refused) {
      this.isLost = refused.status === 0;
      if (!this.isLost) this.change({ wasSent: false, isOther: false });
      const isWaiting = this.isLost && this.tries < MAX_TRIES;
      this.fault = isWaiting ? t("post_waits") : refused.message;
      if (isWaiting && navigator.onLine) setTimeout(this.back, pauseBefore(this.tries));
    }
    this.isSending = false;
  }

  /** The connection is back, or may be. */
  sendAgain() {
    if (!this.isLost || this.isSending || this.tries === MAX_TRIES || !this.isConnected) return;
    this.tries++;
    this.send();
  }

  form() {
    const { text, warning, audience, photos } = this.draft;
    return {
      status: text,
      spoiler_text: warning,
      sensitive: warning !== "",
      visibility: audience,
      media_ids: photos.map((photo) => photo.media.id),
      ...(this.replyTo ? { in_reply_to_id: this.replyTo } : {}),
    };
  }

  sent(status) {
    discard(this.replyTo);
    this.draft = blank();
    this.isLost = false;
    keep(status);
    tell(t("posted"));
    if (!this.replyTo) return go("/");
    this.querySelector(".words").focus(); // the button has nothing to send now
    this.dispatchEvent(new CustomEvent("replied", { detail: status }));
  }

  get isReady() {
    const { text, photos } = this.draft;
    const isUploaded = photos.every((photo) => photo.state === "ready");
    return isUploaded && (text.trim() !== "" || photos.length > 0) && this.left >= 0;
  }

  get left() {
    return this.limits.max_characters - [...this.draft.text, ...this.draft.warning].length;
  }

  render() {
    const { photos } = this.draft;
    return html`<form
      class="composer ${this.isOver ? "over" : ""} ${this.replyTo ? "reply" : ""}"
      @submit=${this.submit}
      @keydown=${this.key}
      @paste=${this.paste}
      @drop=${this.drop}
      @dragover=${(event) => {
        event.preventDefault();
        this.isOver = true;
      }}
      @dragleave=${() => (this.isOver = false)}
    >
      ${this.replyTo ? nothing : this.dropZone()}
      <pando-composer-photos
        .photos=${photos}
        ?marked=${this.asks}
        @photos=${(event) => this.change({ photos: event.detail })}
      ></pando-composer-photos>
      ${this.words()} ${this.asks ? note(t("describe_reminder")) : nothing}
      ${this.fault ? note(this.fault) : nothing} ${this.ending()}
    </form>`;
  }

  /** What the button says. */
  get does() {
    if (this.isSending) return "posting";
    if (this.asks) return "post_anyway";
    return this.replyTo ? "reply" : "post";
  }

  dropZone() {
    return html`<label class="drop">
      ${icon("photo")}
      <strong>${t("add_photos")}</strong>
      <span>${t("add_photos_hint", { count: this.limits.max_media_attachments })}</span>
      <input type="file" accept="image/*" multiple @change=${this.pick} />
    </label>`;
  }

  words() {
    return html`<label class="field">
        <span class=${this.replyTo ? "hidden" : ""}>${t(this.replyTo ? "your_reply" : "text")}</span>
        <textarea
          class="words"
          rows=${this.replyTo ? 2 : 4}
          placeholder=${t(this.replyTo ? "your_reply" : "text_hint")}
          .value=${live(this.draft.text)}
          @input=${(event) => this.change({ text: event.target.value })}
        ></textarea>
      </label>
      ${this.replyTo ? nothing : this.warning()}`;
  }

  warning() {
    return html`<label class="field">
      <span>${t("warning")}</span>
      <input
        type="text"
        placeholder=${t("warning_hint")}
        .value=${live(this.draft.warning)}
        @input=${(event) => this.change({ warning: event.target.value })}
      />
    </label>`;
  }

  ending() {
    return html`<div class="ending">
      ${this.replyTo
        ? html`<label class="tool pick">
            ${icon("photo")}<span class="hidden">${t("add_photos")}</span>
            <input type="file" accept="image/*" multiple @change=${this.pick} />
          </label>`
        : nothing}
      <label class="audience-choice">
        <span class="hidden">${t("audience")}</span>
        <select
          .value=${live(this.draft.audience)}
          @change=${(event) => this.change({ audience: event.target.value })}
        >
          ${AUDIENCES.map(
            (name) => html`<option value=${name} ?selected=${name === this.draft.audience}>
              ${t(`audience_${name}`)}
            </option>`,
          )}
        </select>
      </label>
      <span class="left ${this.left < 0 ? "over" : ""}">${this.left < 100 ? this.left : ""}</span>
      <button type="submit" ?disabled=${!this.isReady}>
        ${t(this.does)}
      </button>
    </div>`;
  }
}

function note(text) {
  return html`<p class="reminder" role="alert">${text}</p>`;
}

customElements.define("pando-composer", Composer);
