// Who is signed in. People sign in on the site's own pages, which set a cookie that no script can
// read; with it this app gets a token as every client does (core/oauth.js).
//
// The code is fetched and not navigated to: asked for JSON, the site tells the address with the code at
// once if the cookie is good, so a new tab is signed in without a flicker. The token is kept for the life of the tab. See docs/decisions/0060-web-app.md for what a script could reach.

import { exchange, forget, question, random, remembered, revoke } from "./oauth.js";

const TOKEN = "pando.token";
const CLIENT = {
  name: "pando.client",
  scopes: "read write follow",
  redirect: `${location.origin}/`,
};
const SEES_REPORTS = 16; // the bit of a role's permissions

/** The person's own account; null: nobody is signed in. */
export let me = null;

/** Whether they are a moderator or an administrator. */
export function isModerator() {
  return Boolean(Number(me?.role?.permissions ?? 0) & SEES_REPORTS);
}

export function token() {
  return sessionStorage.getItem(TOKEN);
}

function dropToken() {
  sessionStorage.removeItem(TOKEN);
}

/** Settled when it is known whether there is a token: somebody is signed in. */
export const connected = start();

/** Settled when it is known who is signed in. */
export const restored = connected.then(() => token() && refresh());

async function start() {
  const isBack = new URLSearchParams(location.search).has("signed_in");
  if (!token() && (isBack || remembered(CLIENT))) await connect();
  if (isBack) history.replaceState(history.state, "", location.pathname);
}

/** Reads one's own account again. */
export async function refresh(isFirst = true) {
  const used = token();
  const response = await fetch("/api/v1/accounts/verify_credentials", {
    headers: { Authorization: `Bearer ${used}` },
  });
  if (response.ok) {
    me = await response.json();
  } else if (response.status === 401) {
    if (!isFirst) dropToken();
    else if (await renew(used)) await refresh(false);
  }
}

let renewal = { spent: null, done: null };

/**
 * Gets another token for one that is no longer good, if the cookie still is, as it is when other
 * browsers were signed out. It is asked for once, however many requests hear of it. Whoever was
 * signed out signs in again.
 */
export async function renew(spent) {
  if (renewal.spent !== spent) renewal = { spent, done: connect() };
  await renewal.done;
  if (me && !token() && !remembered(CLIENT)) location.assign(signInUrl());
  return Boolean(token());
}

/** Where to sign in or up, to come back to an address of the app. */
export function signInUrl(page = "sign_in", back = location.pathname) {
  return `/auth/${page}?continue=${encodeURIComponent(`${back}?signed_in`)}`;
}

/** Ends the token and goes where the cookie ends too. */
export async function signOut() {
  await revoke(CLIENT, token());
  dropToken();
  forget(CLIENT);
  location.assign("/auth/sign_out");
}

async function connect() {
  try {
    const verifier = random();
    const code = await ask(verifier);
    const given = code && (await exchange(CLIENT, code, verifier));
    if (given) sessionStorage.setItem(TOKEN, given);
    else dropToken();
    if (!code) forget(CLIENT); // signed out: ask no more until they come back
  } catch {
    dropToken(); // the site cannot be reached: the page says so when it loads something
  }
}

/** A code for the person of the cookie; null if nobody has signed in. */
async function ask(verifier) {
  const state = random();
  const asked = { headers: { Accept: "application/json" } };
  const response = await fetch(await question(CLIENT, state, verifier), asked);
  if (!response.ok) return null;
  const answer = new URL((await response.json()).redirect_uri).searchParams;
  return answer.get("state") === state ? answer.get("code") : null;
}
