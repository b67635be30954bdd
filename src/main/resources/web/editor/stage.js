// The photo in the editor, drawn as near to the finished one as a browser comes, with the frame
// that cuts it or its focal point. Nothing is read back, so photos may come from another address.

import { Component, html, nothing } from "../core/component.js";
import { t } from "../core/words.js";
import { svg } from "../lit/lit.js";
import { Frame } from "./frame.js";
import { filters, finishedSide, outline, sharpening } from "./steps.js";

const FOCUS_MOVE = 0.04;
const TILE = 96;
const SPEAK_MILLIS = 400;

const FREE = NaN;
const RATIOS = { "1:1": 1, "4:5": 4 / 5, "3:2": 3 / 2, "16:9": 16 / 9 };
export const RATIO_NAMES = ["free", "original", ...Object.keys(RATIOS)];

class Stage extends Component {
  /**
   * ratio: a name of RATIO_NAMES; isStill: nothing can be done; edits: counts what was done to the
   * work, which is the same object all the time
   */
  static properties = {
    work: { attribute: false },
    picture: { attribute: false },
    edits: { type: Number },
    tool: {},
    ratio: {},
    isBefore: { type: Boolean },
    isStill: { type: Boolean },
    room: { state: true },
    said: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.watcher = new ResizeObserver(([{ contentRect }]) => (this.room = contentRect));
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watcher.disconnect();
    clearTimeout(this.speaking);
    this.closeFrame();
  }

  /** How the photo is drawn; scale is how large compared to the finished one. */
  get view() {
    const steps = this.isBefore ? [] : this.work.steps;
    const shape = outline(this.work.size, steps);
    const zoom = Math.min(this.room.width / shape.width, this.room.height / shape.height);
    const longer = Math.max(shape.width, shape.height);
    return { ...shape, steps, zoom, scale: (longer * zoom) / finishedSide(this.work.size, shape) };
  }

  get canDraw() {
    return this.picture && this.room?.width > 0 && this.room.height > 0;
  }

  render() {
    const isOpen = this.canDraw && !this.isBefore && !this.isStill;
    const isCut = isOpen && this.tool === "crop";
    const isAimed = isOpen && this.tool === "focus";
    return html`<div class="picture ${isAimed ? "aimed" : ""}"
        @pointerdown=${isAimed ? this.aim : nothing}
        @pointermove=${isAimed ? this.aim : nothing}
        @pointerup=${isAimed ? this.aim : nothing}
      >
        <div class="paper">
          <canvas aria-hidden="true"></canvas>
          <canvas
            class="result"
            role="img"
            aria-label=${t(this.isBefore ? "before" : "preview")}
          ></canvas>
        </div>
        ${this.canDraw ? sharpeners(this.view) : nothing}
        <div class="shade" ?hidden=${!isCut}></div>
        <div
          class="frame"
          ?hidden=${!isCut}
          tabindex="0"
          role="application"
          aria-label=${t("frame")}
          aria-describedby="frame-hint"
          @keydown=${this.frameKey}
        ></div>
        <button
          type="button"
          class="point"
          ?hidden=${!isAimed}
          aria-label=${isAimed ? t("focus_at", percents(this.work.focus)) : nothing}
          @keydown=${this.aimByKey}
        ></button>
      </div>
      <p class="hidden" role="status">${this.said}</p>`;
  }

  updated() {
    if (!this.canDraw) return;
    const { view } = this;
    const picture = this.querySelector(".picture");
    picture.style.width = `${view.width * view.zoom}px`;
    picture.style.height = `${view.height * view.zoom}px`;
    for (const canvas of picture.querySelectorAll("canvas")) this.paint(canvas, view);
    picture.querySelector(".result").style.filter = filters(view.steps, view.scale);
    const { x, y } = percents(this.work.focus);
    Object.assign(this.querySelector(".point").style, { left: `${x}%`, top: `${y}%` });
    this.arrangeFrame(view);
  }

  paint(canvas, { width, height, matrix, zoom }) {
    const dense = zoom * devicePixelRatio;
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
    draw(canvas, this.picture, new DOMMatrix().scale(dense).multiply(matrix));
  }

  /** Draws the square that feeds show, as the focal point has it cut. */
  paintTile(canvas) {
    if (!this.canDraw) return;
    const { width, height, matrix } = outline(this.work.size, this.work.steps);
    const side = TILE * devicePixelRatio;
    canvas.width = canvas.height = side;
    const zoom = side / Math.min(width, height);
    const { x, y } = percents(this.work.focus);
    const left = ((side - width * zoom) * x) / 100;
    const top = ((side - height * zoom) * y) / 100;
    const place = new DOMMatrix().translate(left, top).scale(zoom);
    draw(canvas, this.picture, place.multiply(matrix));
  }

  /** The frame is made anew for each outline; it stays as it is if only the room has changed. */
  arrangeFrame({ width, height, zoom, steps }) {
    if (this.querySelector(".frame").hidden) return this.closeFrame();
    const [shape, room] = [JSON.stringify(steps), String(zoom)];
    if (this.frame?.shape === shape && this.frame.room === room) return;
    const step = this.isFramed && this.frame.shape === shape ? this.frame.step : null;
    this.closeFrame();
    this.frame = new Frame({
      place: this.querySelector(".frame"),
      size: { width: Math.round(width), height: Math.round(height) },
      ratio: this.aspect,
      step,
      changed: () => this.framed(),
    });
    Object.assign(this.frame, { shape, room });
  }

  closeFrame() {
    this.frame?.remove();
    this.frame = null;
  }

  get aspect() {
    const { width, height } = this.work.whole;
    return this.ratio === "original" ? width / height : (RATIOS[this.ratio] ?? FREE);
  }

  /** Keeps the frame to a ratio from now on. */
  keepRatio(ratio) {
    this.ratio = ratio;
    this.frame.ratio = this.aspect;
  }

  /** Whether the frame is around a part, which waits to be cut out. */
  get isFramed() {
    return Boolean(this.frame && !this.frame.isWhole);
  }

  resetFrame() {
    this.frame.reset();
  }

  /** Cuts out what is in the frame. */
  crop() {
    if (!this.isFramed) return;
    const { step } = this.frame;
    this.closeFrame();
    this.work.add(step);
    this.say(t("cropped", this.work.finished));
  }

  framed() {
    this.dispatchEvent(new Event("framed"));
    if (!this.frame) return;
    const { x, y, width, height } = this.frame.step;
    this.querySelector(".shade").style.clipPath = around(x, y, x + width, y + height);
    if (!this.isFramed) return;
    const percent = (part) => Math.round(100 * part);
    const [wide, tall, left, top] = [width, height, x, y].map(percent);
    this.say(t("frame_at", { width: wide, height: tall, x: left, y: top }), SPEAK_MILLIS);
  }

  frameKey(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.crop();
    } else if (this.frame?.press(event)) {
      event.preventDefault();
    }
  }

  aim(event) {
    const isEnd = event.type === "pointerup";
    if (!isEnd && !event.buttons) return;
    const picture = event.currentTarget;
    const { left, top, width, height } = picture.getBoundingClientRect();
    const x = (2 * (event.clientX - left)) / width - 1;
    const y = 1 - (2 * (event.clientY - top)) / height;
    if (event.type === "pointerdown") picture.setPointerCapture(event.pointerId);
    this.work.focusOn({ x, y }, isEnd);
    if (isEnd) this.work.pause();
  }

  aimByKey(event) {
    const [x, y] = {
      ArrowLeft: [-FOCUS_MOVE, 0],
      ArrowRight: [FOCUS_MOVE, 0],
      ArrowUp: [0, FOCUS_MOVE],
      ArrowDown: [0, -FOCUS_MOVE],
    }[event.key] ?? [0, 0];
    if (!x && !y) return;
    event.preventDefault();
    const { focus } = this.work;
    this.work.focusOn({ x: focus.x + x, y: focus.y + y }, true);
    this.say(t("focus_at", percents(this.work.focus)), SPEAK_MILLIS);
  }

  /** Says something to those who do not see it; what follows at once replaces it. */
  say(text, millis = 0) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (this.said = text), millis);
  }
}

/** What CSS has no filter for: a blur is taken away from the picture. */
function sharpeners({ steps, scale }) {
  return html`<svg class="hidden" aria-hidden="true">
    ${steps.map((step, i) => {
      if (step.kind !== "sharpen") return nothing;
      const { deviation, more, less } = sharpening(step, scale);
      return svg`<filter id="sharpen-${i}" color-interpolation-filters="sRGB">
        <feGaussianBlur in="SourceGraphic" stdDeviation=${deviation} result="blurred" />
        <feComposite in="SourceGraphic" in2="blurred" operator="arithmetic" k2=${more} k3=${less} />
      </filter>`;
    })}
  </svg>`;
}

function draw(canvas, picture, matrix) {
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.setTransform(matrix);
  context.drawImage(picture, 0, 0);
}

/** All but a rectangle, for `clip-path`. */
function around(left, top, right, bottom) {
  const points = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
  const hole = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]];
  return `polygon(evenodd, ${[...points, ...hole].map(([x, y]) => `${100 * x}% ${100 * y}%`)})`;
}

function percents({ x, y }) {
  return { x: Math.round(50 + 50 * x), y: Math.round(50 - 50 * y) };
}

customElements.define("pando-editor-stage", Stage);
