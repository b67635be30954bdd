// How this app becomes a client of the site and gets tokens, as every client does: OAuth 2,
// authorization code, PKCE.
//
// A client here is {name, scopes, redirect}: the name under which this browser remembers it, what it
// may ask for at most, and the address of the app where it hears the answer.

/** The id and the secret of a client, made once in each browser. They prove nothing about a person. */
export async function credentials({ name, scopes, redirect }) {
  const known = remembered({ name });
  if (known) return known;
  const response = await fetch("/api/v1/apps", {
    method: "POST",
    body: new URLSearchParams({
      client_name: document.querySelector("meta[name=application-name]").content,
      redirect_uris: redirect,
      scopes,
    }),
  });
  const { client_id, client_secret } = await response.json();
  const made = { client_id, client_secret };
  localStorage.setItem(name, JSON.stringify(made));
  return made;
}

/** The same if it is made already, else null. */
export function remembered({ name }) {
  return JSON.parse(localStorage.getItem(name) ?? "null");
}

export function forget({ name }) {
  localStorage.removeItem(name);
}

/** Where a person is asked to let a client act for them. */
export async function question(client, state, verifier) {
  const { client_id } = await credentials(client);
  const query = new URLSearchParams({
    client_id,
    redirect_uri: client.redirect,
    response_type: "code",
    scope: client.scopes,
    state,
  });
  if (crypto.subtle) { // only where the page is secure: https, or this machine
    query.set("code_challenge", await challenge(verifier));
    query.set("code_challenge_method", "S256");
  }
  return `/oauth/authorize?${query}`;
}

/** A token for a code; null if the code is not good. */
export async function exchange(client, code, verifier) {
  const response = await fetch("/oauth/token", {
    method: "POST",
    body: new URLSearchParams({
      ...(await credentials(client)),
      grant_type: "authorization_code",
      redirect_uri: client.redirect,
      code,
      ...(crypto.subtle ? { code_verifier: verifier } : {}),
    }),
  });
  return response.ok ? (await response.json()).access_token : null;
}

/** Ends a token, also while the page is being left. */
export async function revoke(client, token) {
  const known = remembered(client);
  if (!known || !token) return;
  await fetch("/oauth/revoke", {
    method: "POST",
    keepalive: true,
    body: new URLSearchParams({ ...known, token }),
  });
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
