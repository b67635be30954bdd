// Edits a photo: crop, turn, sharpen, blur, and the point that stays in view. What one sees while
// one works is drawn by the browser; the photo itself is made by the site, from what was uploaded.

import { get, post, put, remove } from "../core/api.js";
import { Component, html, nothing } from "../core/component.js";
import { icon } from "../core/icons.js";
import { onSite } from "../core/media.js";
import { until } from "../core/until.js";
import { t } from "../core/words.js";
import "./stage.js";
import { TOOLS, panel } from "./tools.js";
import { Work } from "./work.js";

const MIDDLE = { x: 0, y: 0 };

/** A press this long shows the photo before until it ends, a shorter one until the next. */
const HOLD_MILLIS = 400;

/** Lets somebody edit a photo. @returns the photo as the site shows it afterwards */
export async function edit(media) {
  await styles;
  const editor = document.createElement("pando-editor");
  const done = new Promise((resolve) => (editor.finish = resolve));
  editor.media = media;
  document.body.append(editor);
  const edited = await done;
  editor.querySelector("dialog").close(); // which gives the focus back
  editor.remove();
  return edited;
}

class Editor extends Component {
  static properties = {
    tool: { state: true },
    ratio: { state: true },
    isBefore: { state: true },
    busy: { state: true },
    fault: { state: true },
    edits: { state: true },
  };

  constructor() {
    super();
    this.tool = "crop";
    this.ratio = "free";
    this.edits = 0;
    this.busy = t("loading");
  }

  firstUpdated() {
    this.stage = this.querySelector("pando-editor-stage");
    this.querySelector("dialog").showModal();
    this.wasStill = document.documentElement.classList.contains("still");
    document.documentElement.classList.add("still");
    this.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.documentElement.classList.toggle("still", this.wasStill);
  }

  updated() {
    const tile = this.querySelector("canvas.tile");
    if (tile) this.stage.paintTile(tile);
    if (!this.busy) this.keepFocus();
  }

  /** A button that was pressed may be off now, and would take the focus with it. */
  keepFocus() {
    const focused = document.activeElement;
    if (this.contains(focused) && !focused.disabled) return;
    const next = this.fault ? ".fault button" : ".tools [aria-pressed=true]";
    this.querySelector(next)?.focus();
  }

  get path() {
    return `/api/pando/v1/media/${this.media.id}/edits`;
  }

  /** Loads the original, and what has been done to it. */
  async open() {
    this.busy = t("loading");
    this.fault = "";
    try {
      const versions = await this.versions();
      const steps = versions.find((version) => version.shown)?.steps ?? [];
      const picture = await load(versions[0]?.url ?? this.media.url);
      const size = { width: picture.naturalWidth, height: picture.naturalHeight };
      this.work = new Work(size, steps, this.media.meta.focus ?? MIDDLE, () => this.edits++);
      this.picture = picture;
    } catch (failed) {
      this.fault = failed.message;
    }
    this.busy = "";
  }

  /** All versions, when none waits. An edit that has failed is forgotten. */
  async versions() {
    try {
      return await until(isSettled, () => get(this.path));
    } catch (refused) {
      if (refused.status !== 422) throw refused;
      await remove(this.path);
      return get(this.path);
    }
  }

  /** Has the site make the photo. */
  async save() {
    this.cut();
    this.isBefore = false;
    this.busy = t("saving");
    this.fault = "";
    try {
      const { work } = this;
      let edited = work.hasOtherSteps ? await this.make(work.order) : this.media;
      if (work.hasOtherFocus) {
        const { x, y } = work.focus;
        edited = await this.change({ focus: `${x.toFixed(3)},${y.toFixed(3)}` });
      }
      this.finish(edited);
    } catch (refused) {
      this.fault = refused.message;
    }
    this.busy = "";
  }

  /** Sends the steps, and waits for as long as they are in the queue. */
  async make(steps) {
    const { media, edit } = await post(this.path, { steps });
    if (edit?.state !== "waiting") return media;
    this.busy = t("in_queue");
    await until(isSettled, () => get(this.path));
    return this.change({});
  }

  change(values) {
    return put(`/api/v1/media/${this.media.id}`, values);
  }

  cancel(event) {
    event.preventDefault();
    const isLost = this.isChanged && !this.busy;
    if (!isLost || confirm(t("discard_sure"))) this.finish(this.media);
  }

  get isChanged() {
    const { work, stage } = this;
    return work && (work.hasOtherSteps || work.hasOtherFocus || stage.isFramed);
  }

  get canUndo() {
    return this.work && (this.work.canUndo || this.stage.isFramed);
  }

  choose(tool) {
    this.cut();
    this.work?.pause();
    this.tool = tool;
  }

  cut() {
    this.stage.crop();
    this.ratio = "free";
  }

  chooseRatio(ratio) {
    this.ratio = ratio;
    this.stage.keepRatio(ratio);
  }

  turn(degrees) {
    this.work.add({ kind: "rotate", degrees });
    this.stage.say(t(degrees < 0 ? "turned_left" : "turned_right"));
  }

  undo() {
    if (!this.canUndo || this.busy) return;
    if (this.stage.isFramed) this.stage.resetFrame();
    else this.work.undo();
    this.stage.say(t("undone"));
  }

  toOriginal() {
    this.work.toOriginal();
    this.stage.say(t("original_back"));
  }

  key(event) {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.undo();
    }
  }

  press() {
    this.pressed = performance.now();
    this.wasBefore = this.isBefore;
    this.isBefore = true;
  }

  /** A key switches, as a short press does; a long press ends what it began. */
  compare({ detail: clicks }) {
    const isLong = clicks > 0 && performance.now() - this.pressed > HOLD_MILLIS;
    this.isBefore = isLong ? false : !(clicks ? this.wasBefore : this.isBefore);
  }

  render() {
    return html`<dialog
      class="editor"
      aria-labelledby="editor-title"
      @cancel=${this.cancel}
      @keydown=${this.key}
    >
      ${this.bar()}
      <pando-editor-stage
        .work=${this.work}
        .picture=${this.picture}
        .edits=${this.edits}
        .tool=${this.tool}
        .ratio=${this.ratio}
        ?isBefore=${this.isBefore}
        ?isStill=${this.busy}
        @framed=${() => this.requestUpdate()}
      ></pando-editor-stage>
      <div class="desk">
        <div class="panel">${this.message()} ${this.isReady ? panel(this) : nothing}</div>
        <div class="tools" role="group" aria-label=${t("tools")}>
          ${Object.entries(TOOLS).map(([tool, picture]) => this.toolButton(tool, picture))}
        </div>
      </div>
    </dialog>`;
  }

  toolButton(tool, picture) {
    return html`<button
      type="button"
      aria-pressed=${this.tool === tool ? "true" : "false"}
      ?disabled=${!this.isReady}
      @click=${() => this.choose(tool)}
    >
      ${icon(picture)} ${t(`tool_${tool}`)}
    </button>`;
  }

  message() {
    const again = this.work ? this.save : this.open;
    return html`<p class="busy" role="status">
        ${this.busy ? html`${this.busy}<progress aria-label=${this.busy}></progress>` : nothing}
      </p>
      ${this.fault
        ? html`<div class="fault" role="alert">
            <p>${this.fault}</p>
            <button type="button" class="quiet" @click=${again}>${t("try_again")}</button>
          </div>`
        : nothing}`;
  }

  get isReady() {
    return this.work && !this.busy;
  }

  bar() {
    const mayUndo = this.isReady && this.canUndo;
    const maySave = this.isReady && this.isChanged;
    return html`<header>
      <button type="button" class="tool" aria-label=${t("close")} @click=${this.cancel}>
        ${icon("close")}
      </button>
      <h2 id="editor-title">${t("edit_this_photo")}</h2>
      <button
        type="button"
        class="tool compare"
        aria-pressed=${this.isBefore ? "true" : "false"}
        aria-label=${t("before")}
        title=${t("before")}
        ?disabled=${!this.isReady}
        @pointerdown=${this.press}
        @click=${this.compare}
      >
        ${icon("compare")}
      </button>
      <button
        type="button"
        class="tool undo"
        aria-label=${t("undo")}
        title=${t("undo")}
        aria-keyshortcuts="Control+Z"
        ?disabled=${!mayUndo}
        @click=${this.undo}
      >
        ${icon("undo")}
      </button>
      <button type="button" class="save" ?disabled=${!maySave} @click=${this.save}>
        ${t("save")}
      </button>
    </header>`;
  }
}

/** None of the versions waits. */
function isSettled(versions) {
  return versions.at(-1)?.state !== "waiting";
}

/** Loads a photo, from the site itself if the host that serves photos is away. */
async function load(url) {
  const picture = new Image();
  for (const address of new Set([url, onSite(url)])) {
    picture.src = address;
    const isThere = await picture.decode().then(() => true, () => false);
    if (isThere) return picture;
  }
  throw new Error(t("not_loaded"));
}

/** The styles of the editor, which the front page does not ask for. */
const styles = Promise.all(
  ["../cropper/cropper.css", "./editor.css"].map(
    (name) =>
      new Promise((resolve) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = new URL(name, import.meta.url);
        link.onload = link.onerror = resolve;
        document.head.append(link);
      }),
  ),
);

customElements.define("pando-editor", Editor);
