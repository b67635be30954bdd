// The service worker: keeps the app's own files of this version and the page that is shown when the
// site cannot be reached. It never keeps what the API answers, nor any other page: what one person may
// see must not be found by the next at the same browser. The site puts KEPT before these lines:
// {version, page, files}.

const PREFIX = "pando-";
const CACHE = PREFIX + KEPT.version;

/** This version, and the one before: pages that were opened before still ask for its files. */
const MAX_VERSIONS = 2;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([KEPT.page, ...KEPT.files]);
  await self.skipWaiting(); // files have their version in their addresses: nothing gets mixed up
}

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const old = names.slice(0, Math.max(0, names.length - MAX_VERSIONS + 1)); // the oldest come first
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/assets\/[0-9a-f]{16}\//.test(pathname)) event.respondWith(file(request));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(KEPT.page)) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
