// The pictures on buttons: outlines of 24 by 24, drawn in the colour of the text. They say nothing to
// screen readers; the button does.

import { html, nothing } from "./component.js";
import { svg } from "../lit/lit.js";

const PATHS = {
  home: "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
  explore: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm3.8 5.2-2.3 5.3-5.3 2.3 2.3-5.3z",
  plus: "M12 5v14M5 12h14",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  heart: "M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20z",
  boost: "M7 9 4 6 1.5 8.5M4 6v9a2 2 0 0 0 2 2h7M17 15l3 3 2.5-2.5M20 18V9a2 2 0 0 0-2-2h-7",
  bookmark: "M7 4h10v16l-5-4-5 4z",
  reply: "M12 4c-5 0-8.5 3.2-8.5 7.2 0 2.2 1 4 2.7 5.3L5.5 20l4-1.9c.8.2 1.6.3 2.5.3 5 0 8.5-3.2 8.5-7.2S17 4 12 4z",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  shield: "M12 3l7 3v5.5c0 4.4-3 7.6-7 9.5-4-1.9-7-5.1-7-9.5V6z",
  close: "M6 6l12 12M18 6 6 18",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  zoom: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20M7.5 10.5h6M10.5 7.5v6",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  album: "M8 4h12v12H8zM4 8v12h12",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  grip: "M5 9h14M5 15h14",
  crop: "M7 2v15h15M2 7h15v15",
  turn_left: "M4 4v5h5M4.5 9A8 8 0 1 1 4 13",
  turn_right: "M20 4v5h-5M19.5 9A8 8 0 1 0 20 13",
  undo: "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  sharpen: "M12 4 21 20H3zM12 4v16",
  blur: "M12 3s6.5 7 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 10 12 3 12 3z",
  target: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 2v5M12 17v5M2 12h5M17 12h5",
  compare: "M12 3v18M4 6h5v12H4zM15 6h5v12h-5z",
};

/** An icon; `filled` for what is switched on. */
export function icon(name, filled = false) {
  return html`<svg
    class=${filled ? "icon filled" : "icon"}
    viewBox="0 0 24 24"
    aria-hidden="true"
    focusable="false"
  >${svg`<path d=${PATHS[name] ?? nothing} />`}</svg>`;
}

/** The aspen leaf. */
export function leaf() {
  return html`<svg class="leaf" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path
      class="blade"
      d="M16 2c7 5 11 9.6 11 15.2C27 22.7 22.5 26 17 26v4h-2v-4C9.5 26 5 22.7 5 17.2 5 11.6 9 7 16 2z"
    />
    <path class="vein" d="M16 10v16M16 20l5-4.5M16 17l-4.5-4" />
  </svg>`;
}
