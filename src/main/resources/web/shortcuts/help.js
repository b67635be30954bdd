// What the keys do, in a dialog. Fetched when somebody wants it.

import { html } from "../core/component.js";
import { Dialog } from "../core/dialog.js";
import { t } from "../core/words.js";
import { SHORTCUTS } from "./shortcuts.js";

export function showHelp() {
  Dialog.open("pando-shortcuts", {});
}

class Shortcuts extends Dialog {
  render() {
    return this.frame(
      t("shortcuts"),
      html`<dl class="keys">
          ${Object.entries(SHORTCUTS).map(
            ([keys, words]) => html`<div>
              <dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt>
              <dd>${t(words)}</dd>
            </div>`,
          )}
        </dl>
        <p class="lead">${t("shortcuts_hint")}</p>`,
    );
  }
}

customElements.define("pando-shortcuts", Shortcuts);
