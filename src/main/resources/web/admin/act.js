// Asks a moderator whether they mean it, and why, for the log.

import { html } from "../core/component.js";
import { Dialog } from "../core/dialog.js";
import { t } from "../core/words.js";

const MAX_NOTE = 2000;

/**
 * @param does is called with the note when they mean it
 * @param kind "grave": it takes something from somebody
 */
export function confirmAct(title, words, button, does, kind = "") {
  Dialog.open("pando-admin-act", { heading: title, words, button, does, kind });
}

class Act extends Dialog {
  decide(event) {
    event.preventDefault();
    this.close();
    this.does(event.target.elements.note.value);
  }

  render() {
    return this.frame(
      this.heading,
      html`<form @submit=${this.decide}>
        <p>${this.words}</p>
        <label class="field">
          <span>${t("log_note")}</span>
          <textarea name="note" rows="2" maxlength=${MAX_NOTE}></textarea>
        </label>
        <div class="ending">
          <button type="button" class="quiet" @click=${() => this.cancel()}>${t("cancel")}</button>
          <button type="submit" class=${this.kind}>${this.button}</button>
        </div>
      </form>`,
    );
  }
}

customElements.define("pando-admin-act", Act);
