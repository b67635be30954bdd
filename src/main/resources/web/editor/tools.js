// The tools of the editor, each with the controls that it opens.

import { html } from "../core/component.js";
import { icon } from "../core/icons.js";
import { language, t } from "../core/words.js";
import { RATIO_NAMES } from "./stage.js";

const MAX_ANGLE = 15;
const MAX_SHARPEN = 5;
const MAX_BLUR = 20;

/** The width of edges that are sharpened, in pixels. */
const SHARPEN_SIGMA = 1;

/** Each tool and its picture. */
export const TOOLS = {
  crop: "crop",
  turn: "turn_right",
  sharpen: "sharpen",
  blur: "blur",
  focus: "target",
};

/** The controls of the tool that an editor has open. */
export function panel(editor) {
  return html`${{ crop, turn, sharpen, blur, focus }[editor.tool](editor)}
    <button
      type="button"
      class="quiet original"
      ?disabled=${!editor.work.steps.length}
      @click=${() => editor.toOriginal()}
    >
      ${t("to_original")}
    </button>`;
}

function crop(editor) {
  const ratios = RATIO_NAMES.map(
    (name) => html`<button
      type="button"
      class="quiet"
      aria-pressed=${editor.ratio === name ? "true" : "false"}
      @click=${() => editor.chooseRatio(name)}
    >
      ${name.includes(":") ? name : t(`ratio_${name}`)}
    </button>`,
  );
  return html`<div class="row" role="group" aria-label=${t("ratio")}>${ratios}</div>
    <p class="hint" id="frame-hint">${t("frame_hint")}</p>
    <button
      type="button"
      class="apply"
      ?disabled=${!editor.stage.isFramed}
      @click=${() => editor.cut()}
    >
      ${t("cut")}
    </button>`;
}

function turn(editor) {
  const { work } = editor;
  return html`<div class="row">
      <button type="button" class="quiet turn-left" @click=${() => editor.turn(-90)}>
        ${icon("turn_left")} ${t("turn_left")}
      </button>
      <button type="button" class="quiet turn-right" @click=${() => editor.turn(90)}>
        ${icon("turn_right")} ${t("turn_right")}
      </button>
    </div>
    ${slider(work, {
      label: t("straighten"),
      min: -MAX_ANGLE,
      max: MAX_ANGLE,
      step: 0.5,
      value: work.angle,
      shown: `${number(work.angle)}°`,
      set: (degrees, isDone) => work.straighten(degrees, isDone),
    })}`;
}

function sharpen({ work }) {
  const amount = work.steps.find(({ kind }) => kind === "sharpen")?.amount ?? 0;
  return slider(work, {
    label: t("tool_sharpen"),
    min: 0,
    max: MAX_SHARPEN,
    step: 0.1,
    value: amount,
    shown: number(amount),
    set: (value, isDone) =>
      work.adjust({ kind: "sharpen", sigma: SHARPEN_SIGMA, amount: value }, isDone),
  });
}

function blur({ work }) {
  const sigma = work.steps.find(({ kind }) => kind === "blur")?.sigma ?? 0;
  return slider(work, {
    label: t("tool_blur"),
    min: 0,
    max: MAX_BLUR,
    step: 0.5,
    value: sigma,
    shown: number(sigma),
    set: (value, isDone) => work.adjust({ kind: "blur", sigma: value }, isDone),
  });
}

/** What is set while it is dragged is seen at once, and one step when it is let go. */
function slider(work, { label, min, max, step, value, shown, set }) {
  return html`<label class="slider">
      <span>${label}</span>
      <output>${shown}</output>
      <input
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        aria-valuetext=${shown}
        @input=${(event) => set(event.target.valueAsNumber, false)}
        @change=${(event) => set(event.target.valueAsNumber, true)}
        @blur=${() => work.pause()}
      />
    </label>
    <p class="hint">${t("preview_hint")}</p>`;
}

function focus() {
  return html`<div class="aim">
    <canvas class="tile" role="img" aria-label=${t("tile")}></canvas>
    <p class="hint">${t("tile_hint")}</p>
    <p class="hint">${t("focus_hint")}</p>
  </div>`;
}

function number(value) {
  return value.toLocaleString(language);
}
