// The page that is shown when the site cannot be reached: in the reader's language, and gone as soon as
// the site is back.

import { applyTheme } from "../core/theme.js";
import { language } from "../core/words.js";

const PAUSE = 5_000;

applyTheme();
for (const section of document.querySelectorAll("section")) section.hidden = section.lang !== language;
document.documentElement.lang = language;
document.title = document.querySelector("section:not([hidden]) h1").textContent;

addEventListener("online", again);
setInterval(again, PAUSE);

async function again() {
  if (document.hidden) return;
  const isBack = await fetch("/health", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  if (isBack) location.reload();
}
