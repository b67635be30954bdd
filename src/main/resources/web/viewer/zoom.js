// How large a photo is drawn in its stage, and which part of it one sees: by fingers, mouse, wheel.

const MAX_SCALE = 6;
const CLICK_SCALE = 2.5;
const WHEEL = 0.002; // per pixel of the wheel
const SWIPE = 50; // pixels after which a finger has turned the page

export class Zoom {
  scale = 1;
  x = 0; // how far the middle of the photo is from that of the stage
  y = 0;

  /**
   * @param change is called when there is something to draw
   * @param turn is called with -1 or 1 when a finger has swiped
   */
  constructor(change, turn) {
    Object.assign(this, { change, turn, pointers: new Map() });
  }

  reset() {
    Object.assign(this, { scale: 1, x: 0, y: 0 });
    this.change();
  }

  get isIn() {
    return this.scale > 1;
  }

  /** Draws it so much larger; the point of the stage that is pointed at stays where it is. */
  by(factor, stage, point) {
    const box = stage.getBoundingClientRect();
    const { clientX, clientY } = point ?? { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    const scale = Math.max(1, Math.min(MAX_SCALE, this.scale * factor));
    const grown = scale / this.scale;
    const across = clientX - box.x - box.width / 2;
    const down = clientY - box.y - box.height / 2;
    this.scale = scale;
    this.move(stage, (across - this.x) * (1 - grown), (down - this.y) * (1 - grown));
  }

  /** Moves it, as far as there is more to see. */
  move(stage, across, down) {
    const most = (side) => ((this.scale - 1) * side) / 2;
    const within = (value, side) => Math.max(-most(side), Math.min(most(side), value));
    this.x = within(this.x + across, stage.clientWidth);
    this.y = within(this.y + down, stage.clientHeight);
    this.change();
  }

  toggle(stage, point) {
    if (this.isIn) this.reset();
    else this.by(CLICK_SCALE, stage, point);
  }

  wheel(event) {
    event.preventDefault();
    this.by(Math.exp(-event.deltaY * WHEEL), event.currentTarget, event);
  }

  down(event) {
    event.currentTarget.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size === 1) this.first = event;
    else this.first = null; // two fingers do not swipe
  }

  moved(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const stage = event.currentTarget;
    const other = [...this.pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other) {
      this.by(distance(event, other) / Math.max(1, distance(before, other)), stage, middle(event, other));
    }
    const part = other ? 0.5 : 1; // two fingers move their middle
    this.move(stage, (event.clientX - before.clientX) * part, (event.clientY - before.clientY) * part);
    this.pointers.set(event.pointerId, event);
  }

  up(event) {
    const { first } = this;
    this.pointers.delete(event.pointerId);
    this.first = null;
    if (!first || this.isIn || event.type !== "pointerup" || event.pointerType === "mouse") return;
    const across = event.clientX - first.clientX;
    const down = event.clientY - first.clientY;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) this.turn(across < 0 ? 1 : -1);
  }
}

function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function middle(one, other) {
  return { clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 };
}
