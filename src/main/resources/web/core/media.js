// Photos may come from another host than the site, such as one of a CDN (setting media.url). When that
// host does not answer they come from the site itself: each photo that fails is asked for once more
// there, and when the host is known to be away, the addresses that the API tells are changed at once.
// Where the app's own files come from is settled before it starts (core/boot.js); whether photos are to
// be had is asked again here, since a browser that has kept those files has not asked the host for them.

const BUDGET = 3_000; // what a file of a few hundred bytes may take
const FAILURES = 2; // after so many the host is given up, until the app is started again

const base = document.querySelector("meta[name=media-base]").content;

let failures = 0;

const isAway = () => failures >= FAILURES;

/** What the API has told, with addresses of photos that can be reached. */
export function reachable(json) {
  return base && isAway() ? json.replaceAll(`"${base}/`, `"${location.origin}/`) : json;
}

/** Where a photo is on the site itself. */
export function onSite(text) {
  return base ? text.replaceAll(`${base}/`, `${location.origin}/`) : text;
}

/** Begins to watch, if photos come from another host. */
export function watchMedia() {
  if (!base) return;
  document.addEventListener("error", ({ target }) => target instanceof HTMLImageElement && failed(target), true);
  const probe = new Image();
  const timer = setTimeout(() => {
    probe.removeAttribute("src"); // or the page would count as loading
    giveUp();
  }, BUDGET);
  probe.onload = () => clearTimeout(timer);
  probe.onerror = () => {
    clearTimeout(timer);
    giveUp();
  };
  probe.src = `${base}/assets/probe.svg`; // which browsers ask for each time
}

function failed(image) {
  if (!image.currentSrc.startsWith(`${base}/`) && !image.src.startsWith(`${base}/`)) return;
  failures++;
  move(image);
}

function giveUp() {
  failures = FAILURES;
  for (const image of document.images) if (!image.complete || !image.naturalWidth) move(image);
}

/** Fetches a photo from the site instead. */
function move(image) {
  for (const name of ["srcset", "src"]) {
    const value = image.getAttribute(name);
    if (value?.includes(`${base}/`)) image.setAttribute(name, onSite(value));
  }
}
