// Addresses within the app: links work as links do, without loading the page again, and "back"
// returns to the place in a feed that one has left.

const PLACES = "pando.places";
const MAX_PLACES = 50;

let show;
let here = location.pathname;
let left; // the address that "back" has come from
let key = history.state?.key ?? newKey();
const places = new Map(JSON.parse(sessionStorage.getItem(PLACES) ?? "[]"));

/** Calls a function with every address that is to be shown, now and later. */
export function start(onShow) {
  show = onShow;
  history.scrollRestoration = "manual";
  history.replaceState({ ...history.state, key }, "");
  addEventListener("popstate", (event) => {
    rememberPlace();
    key = event.state?.key ?? newKey();
    left = here;
    here = location.pathname;
    show({ isReturn: true });
  });
  addEventListener("pagehide", () => {
    rememberPlace();
    sessionStorage.setItem(PLACES, JSON.stringify([...places].slice(-MAX_PLACES)));
  });
  document.addEventListener("click", follow);
  show({ isReturn: places.has(key) });
}

/** Goes to an address of the app. */
export function go(path) {
  rememberPlace();
  key = newKey();
  history.pushState({ key }, "", path);
  left = undefined;
  here = location.pathname;
  show({ isReturn: false });
}

/** What belongs to the entry of the history that is shown: its key. */
export function entryKey() {
  return key;
}

/** Keeps a choice with the entry of the history that is shown; it is in `history.state`. */
export function choose(values) {
  history.replaceState({ ...history.state, ...values }, "");
}

/** Scrolls to where the reader was, and puts the focus on the link that they followed from here, when
 * all parts of the page have been rendered and so are as high as they will be. */
export function restorePlace() {
  const place = places.get(key) ?? 0;
  requestAnimationFrame(() => {
    scrollTo(0, place);
    if (left) document.querySelector(`main a[href="${CSS.escape(left)}"]`)?.focus({ preventScroll: true });
    left = undefined;
  });
}

function rememberPlace() {
  places.set(key, scrollY);
}

function newKey() {
  return Math.random().toString(36).slice(2);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !isPlain || event.defaultPrevented || link.target === "_blank") return;
  const url = new URL(link.href);
  const isOurs = url.origin === location.origin && !/^\/(auth|oauth|about|media|assets|api)\b/.test(url.pathname);
  if (!isOurs) return;
  event.preventDefault();
  go(url.pathname + url.search);
}
