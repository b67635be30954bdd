// The token with which moderators act. The app's own token cannot: it is not allowed to, so that a
// script that got into the page has no moderator's power. This one is asked for when a moderator comes
// here. The site asks the person back, with their password. It is kept in this variable alone, so it
// is gone with the page, and ended then.

import * as api from "../core/api.js";
import { exchange, question, random, revoke } from "../core/oauth.js";
import { me } from "../core/session.js";

const CLIENT = {
  name: "pando.admin.client",
  scopes: "admin:read admin:write",
  redirect: `${location.origin}/admin`,
};
const ASKED = "pando.admin.asked";

let token = null;

export function isOpen() {
  return token !== null;
}

/** Leaves the page to ask the site, to come back to an address of the app. */
export async function ask(back) {
  const asked = { back, state: random(), verifier: random() };
  sessionStorage.setItem(ASKED, JSON.stringify(asked));
  location.assign(await question(CLIENT, asked.state, asked.verifier));
}

/** Takes the site's answer, if there is one, and says where to go on; null if there is none. */
export async function takeAnswer() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  const asked = JSON.parse(sessionStorage.getItem(ASKED) ?? "null");
  sessionStorage.removeItem(ASKED);
  if (asked?.state !== answer.get("state")) return "/admin";
  const code = answer.get("code"); // none if the person did not want to
  token = code && (await exchange(CLIENT, code, asked.verifier));
  return asked.back;
}

/** Whether one may act on somebody: who has a higher role. The site holds to it, whatever is shown. */
export function isBelow(person) {
  return Number(person.role.id) < Number(me.role.id);
}

export const get = (path, query) => asking(() => api.get(path, query, authority()));
export const list = (path, query) => asking(() => api.list(path, query, authority()));
export const post = (path, body) => asking(() => api.post(path, body, authority()));
export const remove = (path) => asking(() => api.remove(path, authority()));

async function asking(call) {
  try {
    return await call();
  } catch (refused) {
    if (refused.status === 401) token = null; // the next page asks again
    throw refused;
  }
}

function authority() {
  return { Authorization: `Bearer ${token}` };
}

addEventListener("pagehide", () => {
  revoke(CLIENT, token);
  token = null;
});
