// A question or a form above the page: a modal <dialog> that is made when it is wanted and gone when
// it is closed. The browser itself keeps the focus inside, closes it with Esc and gives the focus back.

import { Component, html } from "./component.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

export class Dialog extends Component {
  /** Shows a dialog, an element by its tag, with its properties. */
  static open(tag, properties) {
    document.body.append(Object.assign(document.createElement(tag), properties));
  }

  firstUpdated() {
    this.querySelector("dialog").showModal();
  }

  close() {
    this.querySelector("dialog").close();
  }

  /** Whether it may be closed without having done what it is for. */
  mayClose() {
    return true;
  }

  cancel(event) {
    event?.preventDefault();
    if (this.mayClose()) this.close();
  }

  /** The frame around what it says. */
  frame(title, content) {
    return html`<dialog
      class="sheet"
      aria-labelledby="sheet-title"
      @cancel=${this.cancel}
      @close=${() => this.remove()}
    >
      <header>
        <h2 id="sheet-title">${title}</h2>
        <button type="button" class="tool" aria-label=${t("close")} @click=${() => this.cancel()}>
          ${icon("close")}
        </button>
      </header>
      ${content}
    </dialog>`;
  }
}
