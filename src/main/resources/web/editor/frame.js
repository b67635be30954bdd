// The frame that cuts a photo. Cropper.js draws and drags it over an empty picture that lies on the
// photo like glass; the keys are ours: arrows move the frame, with Shift they change its size.

import Cropper from "../cropper/cropper.js";

const MOVE = 0.02;
const MIN_SIDE = 0.05;
const WHOLE = 0.995;

export class Frame {
  /**
   * @param place an empty element that covers the photo
   * @param size width and height of the photo
   * @param ratio of the frame; NaN: any
   * @param step where it begins, if not around everything
   * @param changed is told whenever it has moved
   */
  constructor({ place, size, ratio, step, changed }) {
    this.place = place;
    this.size = size;
    const glass = new Image();
    glass.src = `data:image/svg+xml,${encodeURIComponent(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"/>`,
    )}`;
    place.replaceChildren(glass);
    this.cropper = new Cropper(glass, {
      aspectRatio: ratio,
      data: step && this.pixels(step),
      viewMode: 1,
      dragMode: "none",
      autoCropArea: 1,
      background: false,
      modal: false,
      checkCrossOrigin: false,
      checkOrientation: false,
      movable: false,
      rotatable: false,
      scalable: false,
      zoomable: false,
      toggleDragModeOnDblclick: false,
      responsive: false,
      minContainerWidth: 1,
      minContainerHeight: 1,
      crop: changed,
    });
  }

  set ratio(ratio) {
    this.cropper.setAspectRatio(ratio);
  }

  /** The part within the frame, as a step. */
  get step() {
    const { width, height } = this.size;
    const data = this.cropper.getData();
    const x = clamp(data.x / width, 0, 1);
    const y = clamp(data.y / height, 0, 1);
    return {
      kind: "crop",
      x,
      y,
      width: clamp(data.width / width, 0, 1 - x),
      height: clamp(data.height / height, 0, 1 - y),
    };
  }

  get isWhole() {
    if (!this.cropper.ready) return true;
    const { width, height } = this.step;
    return width > WHOLE && height > WHOLE;
  }

  /** Moves the frame, or changes its size, by a key. @returns whether it was such a key */
  press({ key, shiftKey }) {
    const [right, down] = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[key] ?? [0, 0];
    if ((!right && !down) || !this.cropper.ready) return false;
    if (shiftKey) this.resize(right * MOVE, down * MOVE);
    else this.move(right * MOVE, down * MOVE);
    return true;
  }

  move(right, down) {
    const { x, y, width, height } = this.step;
    const left = clamp(x + right, 0, 1 - width);
    const top = clamp(y + down, 0, 1 - height);
    this.put({ x: left, y: top, width, height });
  }

  /** With a ratio both sides grow, as far as both have room. */
  resize(wider, taller) {
    const { x, y, width, height } = this.step;
    const ratio = this.cropper.options.aspectRatio;
    if (Number.isNaN(ratio)) {
      this.put({
        x,
        y,
        width: clamp(width + wider, MIN_SIDE, 1 - x),
        height: clamp(height + taller, MIN_SIDE, 1 - y),
      });
      return;
    }
    const most = Math.min((1 - x) / width, (1 - y) / height);
    const least = MIN_SIDE / Math.min(width, height);
    const factor = clamp(wider ? 1 + wider / width : 1 + taller / height, Math.min(1, least), most);
    this.put({ x, y, width: width * factor, height: height * factor });
  }

  put(step) {
    this.cropper.setData(this.pixels(step));
  }

  pixels({ x, y, width, height }) {
    return {
      x: x * this.size.width,
      y: y * this.size.height,
      width: width * this.size.width,
      height: height * this.size.height,
    };
  }

  /** Puts the frame around everything again. */
  reset() {
    this.cropper.reset();
  }

  remove() {
    this.cropper.destroy();
    this.place.replaceChildren();
  }
}

function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}
