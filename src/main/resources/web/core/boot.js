// Begins the app where its files may come from another host than the site, such as one of a CDN (setting
// media.url). That host is asked first; when it does not answer in time, or not well, everything comes
// from the site, as this file does.

const BUDGET = 2_000; // milliseconds for the style sheet, which is needed anyway

const { content: base } = document.querySelector("meta[name=media-base]");
const site = new URL("../", import.meta.url);
const host = new URL(base + site.pathname);

try {
  await begin(host);
} catch (failure) {
  if (document.querySelector("pando-shell")) throw failure; // the app itself has failed
  if (customElements.get("pando-shell")) await beginAgain(failure);
  else await begin(site);
}

async function begin(from) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("app.css", from);
  if (from === host) await fetch(sheet.href, { signal: AbortSignal.timeout(BUDGET) }).then(read);
  const drawn = new Promise((loaded) => (sheet.onload = sheet.onerror = loaded));
  document.head.append(sheet);
  await Promise.all([drawn, import(new URL("app.js", from))]);
}

/** The host went when all scripts were there: nothing can be defined twice in a window. */
async function beginAgain(failure) {
  const { loadAgain } = await import("./again.js");
  if (!loadAgain()) throw failure;
}

async function read(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  await response.arrayBuffer();
}
