// What else one can do, behind a button with three dots. It closes when something is chosen, with
// Esc, and when the focus or the pointer goes elsewhere.

import { Component, html, nothing } from "./component.js";
import { icon } from "./icons.js";

class Menu extends Component {
  /** items: [{words, does} or {words, href}]; label: what the button says */
  static properties = { items: { attribute: false }, label: {}, isOpen: { state: true } };

  choose(item) {
    this.isOpen = false;
    this.querySelector("button").focus();
    item.does?.();
  }

  key(event) {
    if (!this.isOpen) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.isOpen = false;
      this.querySelector("button").focus();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      const places = [...this.querySelectorAll("li > *")];
      const at = places.indexOf(document.activeElement); // -1: on the button, before the first
      places.at((Math.max(at, by < 0 ? 0 : -1) + by) % places.length).focus();
    }
  }

  leave({ relatedTarget }) {
    if (!this.contains(relatedTarget)) this.isOpen = false;
  }

  render() {
    return html`<div class="menu" @keydown=${this.key} @focusout=${this.leave}>
      <button
        type="button"
        class="action"
        aria-label=${this.label}
        aria-expanded=${this.isOpen ? "true" : "false"}
        @click=${() => (this.isOpen = !this.isOpen)}
      >
        ${icon("more")}
      </button>
      ${this.isOpen
        ? html`<ul>
            ${this.items.map((item) => html`<li>${this.item(item)}</li>`)}
          </ul>`
        : nothing}
    </div>`;
  }

  item(item) {
    return item.href
      ? html`<a href=${item.href} @click=${() => this.choose(item)}>${item.words}</a>`
      : html`<button type="button" @click=${() => this.choose(item)}>${item.words}</button>`;
  }
}

customElements.define("pando-menu", Menu);
