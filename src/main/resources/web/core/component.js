// What every component begins with: Lit, rendered into the page itself and not into a shadow, so
// that one set of styles holds everywhere and labels, focus and live regions simply work.

import { LitElement, html, nothing } from "../lit/lit-element.js";

export { html, nothing };
export { repeat } from "../lit/directives/repeat.js";
export { live } from "../lit/directives/live.js";

export class Component extends LitElement {
  createRenderRoot() {
    return this;
  }
}
