// What every component begins with: Lit, rendered into the page itself and not into a shadow, so
// that one set of styles holds everywhere and labels, focus and live regions simply work.

import { LitElement } from "../lit/lit.js";

export { html, live, nothing, repeat } from "../lit/lit.js";

export class Component extends LitElement {
  createRenderRoot() {
    return this;
  }
}
