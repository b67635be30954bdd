// What somebody does to a photo: a list of steps and a focal point, after each thing that was done,
// so that it can be undone.

import { compact, finishedSide, focusAfter, focusBefore, isQuarter, outline } from "./steps.js";

export class Work {
  /**
   * @param size of the original: width and height
   * @param steps what the site has done to it already; these can be undone too
   * @param focus the focal point as it is seen after them, -1 to 1
   * @param changed is told whenever something is different
   */
  constructor(size, steps, focus, changed) {
    const point = focusBefore(size, steps, focus);
    const counts = [...steps.keys(), steps.length];
    this.size = size;
    this.stored = JSON.stringify(steps);
    this.states = counts.map((count) => ({ steps: steps.slice(0, count), focus: point }));
    this.changed = changed;
  }

  /** {steps, focus}: the latest, or what is being dragged; the focus is a point of the original. */
  get now() {
    return this.dragged ?? this.states.at(-1);
  }

  get steps() {
    return this.now.steps;
  }

  get canUndo() {
    return this.states.length > 1;
  }

  get hasOtherSteps() {
    return JSON.stringify(this.steps) !== this.stored;
  }

  get hasOtherFocus() {
    return this.now.focus !== this.states[0].focus;
  }

  /** What the site is told. */
  get order() {
    return compact(this.steps);
  }

  /** The focal point where it is seen now. */
  get focus() {
    return focusAfter(this.size, this.steps, this.now.focus);
  }

  /** The photo as it was taken, upright: what "original" is as a ratio. */
  get whole() {
    return outline(this.size, this.steps.filter(isQuarter));
  }

  /** Width and height of the finished photo, as far as it is known here. */
  get finished() {
    const { width, height } = outline(this.size, this.steps);
    const factor = finishedSide(this.size, { width, height }) / Math.max(width, height);
    return { width: Math.round(width * factor), height: Math.round(height * factor) };
  }

  /** @param kind what is done with it several times in a row is undone at once */
  commit(values, kind = "") {
    const latest = this.states.at(-1);
    if (kind && kind === this.kind) this.states.pop();
    this.states.push({ ...latest, ...values });
    this.dragged = null;
    this.kind = kind;
    this.changed();
  }

  drag(values) {
    this.dragged = { ...this.states.at(-1), ...values };
    this.changed();
  }

  /** What comes is not one thing with what was done before. */
  pause() {
    this.kind = "";
  }

  add(step) {
    this.commit({ steps: [...this.states.at(-1).steps, step] });
  }

  /** Sharpens or blurs, once for each photo: a step of the kind that is there already changes. */
  adjust(step, isDone) {
    const steps = [...this.states.at(-1).steps];
    const place = steps.findIndex(({ kind }) => kind === step.kind);
    steps.splice(place < 0 ? steps.length : place, place < 0 ? 0 : 1, step);
    this.#set(steps.filter(({ sigma, amount }) => sigma !== 0 && amount !== 0), step.kind, isDone);
  }

  /** The angle of the latest step, if it is one of straightening. */
  get angle() {
    const last = this.steps.at(-1);
    return last?.kind === "rotate" && !isQuarter(last) ? last.degrees : 0;
  }

  straighten(degrees, isDone) {
    const { steps } = this.states.at(-1);
    const last = steps.at(-1);
    const others = last?.kind === "rotate" && !isQuarter(last) ? steps.slice(0, -1) : steps;
    const turned = degrees ? [...others, { kind: "rotate", degrees }] : others;
    this.#set(turned, "straighten", isDone);
  }

  #set(steps, kind, isDone) {
    if (isDone) this.commit({ steps }, kind);
    else this.drag({ steps });
  }

  /** Moves the focal point to where it is seen, -1 to 1. */
  focusOn({ x, y }, isDone) {
    const limited = (value) => Math.max(-1, Math.min(1, value));
    const focus = focusBefore(this.size, this.steps, { x: limited(x), y: limited(y) });
    if (isDone) this.commit({ focus }, "focus");
    else this.drag({ focus });
  }

  undo() {
    this.dragged = null;
    this.kind = "";
    if (this.canUndo) this.states.pop();
    this.changed();
  }

  toOriginal() {
    this.commit({ steps: [] });
  }
}
