// Who is signed in. People sign in on the site's own pages, which set a cookie that no script can
// read; with it this app gets a token as every client does: OAuth, authorization code, PKCE.
//
// The code is fetched and not navigated to: the site answers /oauth/authorize with a redirect to our
// own address at once if the cookie is good, so a new tab is signed in without a flicker. The token
// is kept for the life of the tab. See docs/decisions/0060-web-app.md for what a script could reach.

const TOKEN = "pando.token";
const CLIENT = "pando.client";
const SCOPES = "read write follow";

/** The person's own account; null: nobody is signed in. */
export let me = null;

export function token() {
  return sessionStorage.getItem(TOKEN);
}

export function dropToken() {
  sessionStorage.removeItem(TOKEN);
}

/** Finds out who is signed in, before the first page is shown. */
export async function restore() {
  const isBack = new URLSearchParams(location.search).has("signed_in");
  if (!token() && (isBack || localStorage.getItem(CLIENT))) {
    await connect();
  }
  if (isBack) history.replaceState(history.state, "", location.pathname);
  if (token()) await refresh();
}

/** Reads one's own account again. */
export async function refresh() {
  const response = await fetch("/api/v1/accounts/verify_credentials", {
    headers: { Authorization: `Bearer ${token()}` },
  });
  if (response.ok) {
    me = await response.json();
  } else if (response.status === 401) {
    dropToken();
    if (me) location.reload();
    else await retry();
  }
}

/** Gets another token if the cookie is still good, as it is when other browsers were signed out. */
export async function reconnect() {
  await connect();
  return Boolean(token());
}

let retried = false;

/** A token that was revoked elsewhere is replaced once, as long as the cookie is good. */
async function retry() {
  if (!retried) {
    retried = true;
    await connect();
    if (token()) await refresh();
  }
}

/** Where to sign in or up, to come back to an address of the app. */
export function signInUrl(page = "sign_in", back = location.pathname) {
  return `/auth/${page}?continue=${encodeURIComponent(`${back}?signed_in`)}`;
}

/** Ends the token and goes where the cookie ends too. */
export async function signOut() {
  const client = JSON.parse(localStorage.getItem(CLIENT) ?? "null");
  if (client && token()) {
    await fetch("/oauth/revoke", {
      method: "POST",
      body: new URLSearchParams({ ...client, token: token() }),
    });
  }
  dropToken();
  localStorage.removeItem(CLIENT);
  location.assign("/auth/sign_out");
}

async function connect() {
  try {
    const client = JSON.parse(localStorage.getItem(CLIENT) ?? "null") ?? (await register());
    const verifier = random();
    const code = await authorize(client, verifier);
    if (code) await exchange(client, verifier, code);
    else localStorage.removeItem(CLIENT); // signed out: ask no more until they come back
  } catch {
    dropToken(); // the site cannot be reached: the page says so when it loads something
  }
}

/** Makes this browser a client of the API, once. */
async function register() {
  const response = await fetch("/api/v1/apps", {
    method: "POST",
    body: new URLSearchParams({
      client_name: document.querySelector("meta[name=application-name]").content,
      redirect_uris: home(),
      scopes: SCOPES,
    }),
  });
  const { client_id, client_secret } = await response.json();
  const client = { client_id, client_secret };
  localStorage.setItem(CLIENT, JSON.stringify(client));
  return client;
}

/** A code for the person of the cookie; null if nobody has signed in. */
async function authorize({ client_id }, verifier) {
  const state = random();
  const query = new URLSearchParams({
    client_id,
    redirect_uri: home(),
    response_type: "code",
    scope: SCOPES,
    state,
  });
  if (crypto.subtle) { // only where the page is secure: https, or this machine
    query.set("code_challenge", await challenge(verifier));
    query.set("code_challenge_method", "S256");
  }
  const response = await fetch(`/oauth/authorize?${query}`);
  const answer = new URL(response.url).searchParams;
  return answer.get("state") === state ? answer.get("code") : null;
}

async function exchange(client, verifier, code) {
  const response = await fetch("/oauth/token", {
    method: "POST",
    body: new URLSearchParams({
      ...client,
      grant_type: "authorization_code",
      redirect_uri: home(),
      code,
      ...(crypto.subtle ? { code_verifier: verifier } : {}),
    }),
  });
  if (response.ok) sessionStorage.setItem(TOKEN, (await response.json()).access_token);
}

function home() {
  return `${location.origin}/`;
}

/** 43 characters that nobody guesses. */
export function random() {
  return base64(crypto.getRandomValues(new Uint8Array(32)));
}

async function challenge(verifier) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return base64(new Uint8Array(hash));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
