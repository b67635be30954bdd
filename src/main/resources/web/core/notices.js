// Short messages at the edge of the page. They are a live region, so they are read out too.

import { Component, html, repeat } from "./component.js";

const SECONDS = 6;

let board;

/** Says something for a few seconds. @param kind "fault" or "" */
export function tell(text, kind = "") {
  board?.add(text, kind);
}

class Notices extends Component {
  static properties = { notices: { state: true } };

  constructor() {
    super();
    this.notices = [];
    board = this;
  }

  add(text, kind) {
    const notice = { text, kind };
    this.notices = [...this.notices, notice];
    setTimeout(() => {
      this.notices = this.notices.filter((other) => other !== notice);
    }, SECONDS * 1000);
  }

  render() {
    return html`<div class="notices" role="status" aria-live="polite">
      ${repeat(
        this.notices,
        (notice) => notice,
        ({ text, kind }) => html`<p class="notice ${kind}">${text}</p>`,
      )}
    </div>`;
  }
}

customElements.define("pando-notices", Notices);
