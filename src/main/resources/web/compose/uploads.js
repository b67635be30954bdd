// Brings photos to the site: a few at a time, each with how far it is. What a lost connection has
// cut off is sent again by itself, a few times. Uploads go on while other pages of the app are shown.

import { get, upload } from "../core/api.js";
import { random } from "../core/oauth.js";
import { renew, token } from "../core/session.js";
import { until } from "../core/until.js";

const AT_ONCE = 2;

/** How often something is sent again without being asked to. */
export const MAX_TRIES = 5;

/** How long to wait before that if the browser thinks that it is online. */
export const pauseBefore = (tries) => 2000 * 2 ** tries;

/** Dispatches "progress", and "settled" when a photo is ready or has failed. */
export const changes = new EventTarget();

/** Photos that are not ready. */
const open = new Set();

/**
 * A photo of a draft, on its way.
 *
 * state: "waiting", "sending" (with progress, 0 to 1), "preparing", "ready" (with media) or
 * "failed" (with reason, and isLost if there was no connection)
 */
export function begin(file) {
  const preview = URL.createObjectURL(file);
  const photo = { key: random(), file, preview, description: "", tries: 0 };
  again(photo);
  return photo;
}

/** Sends a photo once more. */
export function again(photo) {
  Object.assign(photo, { state: "waiting", progress: 0, reason: "", isLost: false });
  open.add(photo);
  sendNext();
}

/** Sends a photo no more. */
export function end(photo) {
  open.delete(photo);
  photo.cancel?.();
  if (photo.preview) URL.revokeObjectURL(photo.preview);
}

function sendNext() {
  const all = [...open];
  const room = AT_ONCE - all.filter((photo) => isMoving(photo)).length;
  all
    .filter((photo) => photo.state === "waiting")
    .slice(0, room)
    .forEach(send);
}

function isMoving({ state }) {
  return state === "sending" || state === "preparing";
}

async function send(photo) {
  photo.state = "sending";
  changes.dispatchEvent(new Event("progress"));
  try {
    photo.media ??= await transfer(photo);
    photo.state = "preparing";
    changes.dispatchEvent(new Event("progress"));
    if (!photo.media.url) {
      const path = `/api/v1/media/${photo.media.id}`;
      photo.media = await until((media) => media.url, () => get(path));
    }
    photo.state = "ready";
    end(photo);
  } catch (refused) {
    photo.isLost = refused.status === 0;
    if (!photo.isLost) photo.media = undefined; // whatever it was, it will never be ready
    Object.assign(photo, { state: "failed", reason: refused.message });
    if (navigator.onLine) setTimeout(() => comeBack(photo), pauseBefore(photo.tries));
  }
  changes.dispatchEvent(new Event("settled"));
  sendNext();
}

/** With a new token if the one at hand is no longer good. */
async function transfer(photo) {
  const used = token();
  try {
    return await transferOnce(photo);
  } catch (refused) {
    if (refused.status !== 401 || !(await renew(used))) throw refused;
    return transferOnce(photo);
  }
}

function transferOnce(photo) {
  const { done, cancel } = upload(photo.file, (part) => {
    photo.progress = part;
    changes.dispatchEvent(new Event("progress"));
  });
  photo.cancel = cancel;
  return done;
}

addEventListener("offline", () => {
  for (const photo of open) {
    if (photo.state === "sending") photo.cancel(); // or it would hang until the browser gives up
  }
});

/** Sends a photo again if a lost connection has cut it off. */
function comeBack(photo) {
  if (!photo.isLost || !open.has(photo) || photo.tries === MAX_TRIES) return;
  photo.tries++;
  again(photo);
}

addEventListener("online", () => open.forEach(comeBack));

addEventListener("beforeunload", (event) => {
  if (open.size) event.preventDefault(); // the files are in this page alone
});
