// Light or dark: as the system says, unless the reader has chosen.

const CHOICE = "pando.theme";

export const THEMES = ["system", "light", "dark"];

export function theme() {
  return localStorage.getItem(CHOICE) ?? "system";
}

export function chooseTheme(name) {
  localStorage.setItem(CHOICE, name);
  applyTheme();
}

/** Says on the page's root which theme tokens.css is to use. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}
