// What has been loaded for a page, by the entry of the history that it was loaded for, so that whoever
// comes back to a page finds it as it was. After a reload the ids are still known, and what belongs to
// them is asked for anew.

import { entryKey } from "./router.js";

const STORED = "pando.loaded";
const MAX_KEPT = 10;

/** More posts than these are not asked for again; the page then begins at its top. */
const MAX_IDS = 200;

const kept = new Map();
const stored = new Map(JSON.parse(sessionStorage.getItem(STORED) ?? "[]"));

/**
 * What was loaded under a name, or something new.
 *
 * @param make makes what is new: {items: [{id}], next, ...}
 * @returns {{model: object, isKnown: boolean, ids: string[], next: string}} with the ids and the path
 *   of the next page if the page has been loaded anew since
 */
export function keptFor(name, make) {
  const key = `${entryKey()} ${name}`;
  const isKnown = kept.has(key);
  const model = kept.get(key) ?? make();
  kept.delete(key); // the latest is the last
  kept.set(key, model);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value);
  return { model, isKnown, ...(isKnown ? {} : stored.get(key)) };
}

addEventListener("pagehide", () => {
  for (const [key, { items, next }] of kept) {
    stored.delete(key);
    if (items.length <= MAX_IDS) stored.set(key, { ids: items.map(({ id }) => id), next });
  }
  sessionStorage.setItem(STORED, JSON.stringify([...stored].slice(-MAX_KEPT)));
});
