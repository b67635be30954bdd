// The one place that talks to the site: its public Mastodon API, as any client may.

import { take } from "./early.js";
import { reachable } from "./media.js";
import { renew, token } from "./session.js";
import { t } from "./words.js";

/** An upload in which nothing has moved for so long is given up. */
const STALL_MILLIS = 60_000;

/** What the site refused, or that it could not be reached (status 0), in words for people. */
export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

// What is given in "headers" goes before the app's own: moderators come with another token.
export const get = async (path, query, headers) => (await list(path, query, headers)).body;
export const post = (path, body, headers) => send("POST", path, body, headers);
export const put = (path, body) => send("PUT", path, body);
export const patch = (path, body) => send("PATCH", path, body);
export const remove = (path, headers) => send("DELETE", path, undefined, headers);

/** One page of a list, and the path of the next; null after the last. */
export async function list(path, query = {}, headers = {}) {
  const response = await ask(path + queryOf(query), { headers: { ...authority(), ...headers } });
  const next = response.headers.get("Link")?.match(/<([^>]+)>; rel="next"/)?.[1];
  const url = next && new URL(next);
  return { body: await read(response), next: url ? url.pathname + url.search : null };
}

async function send(method, path, body, headers = {}) {
  const isForm = body instanceof FormData;
  const type = body && !isForm ? { "Content-Type": "application/json" } : {};
  const response = await ask(path, {
    method,
    headers: { ...authority(), ...type, ...headers },
    body: isForm || !body ? body : JSON.stringify(body),
  });
  return read(response);
}

async function read(response) {
  return JSON.parse(reachable(await response.text()));
}

/**
 * Uploads a photo; it has no url as long as it is being prepared. XMLHttpRequest, since fetch does
 * not tell how far an upload is.
 *
 * @param onProgress is told the part that has been sent, 0 to 1
 * @returns {{done: Promise, cancel: Function}}
 */
export function upload(file, onProgress) {
  const request = new XMLHttpRequest();
  let stall;
  const moves = () => {
    clearTimeout(stall);
    stall = setTimeout(() => request.abort(), STALL_MILLIS);
  };
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => {
      moves();
      onProgress(event.loaded / event.total);
    };
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(reachable(request.responseText)))
        : reject(refusal(request.status, request.responseText));
    request.onerror = () => reject(new Refused(0, t("offline")));
    request.onabort = request.onerror;
    request.onloadend = () => clearTimeout(stall);
  });
  request.open("POST", "/api/v2/media");
  request.setRequestHeader("Authorization", authority().Authorization);
  const form = new FormData();
  form.append("file", file);
  request.send(form);
  moves();
  return { done, cancel: () => request.abort() };
}

/** @param isFirst whether a token that is no longer good may be replaced, by the cookie */
async function ask(path, options, isFirst = true) {
  const used = token();
  const isOwn = used && options.headers.Authorization === authority().Authorization;
  let response;
  try {
    response = await (take(path, options) ?? fetch(path, options));
  } catch {
    throw new Refused(0, t("offline"));
  }
  if (response.ok) return response;
  if (response.status === 401 && isOwn && isFirst && (await renew(used))) {
    return ask(path, { ...options, headers: { ...options.headers, ...authority() } }, false);
  }
  throw refusal(response.status, await response.text());
}

function refusal(status, body) {
  if (status === 429) return new Refused(status, t("too_many_requests"));
  if (status === 401) return new Refused(status, t("signed_out"));
  if (status === 404) return new Refused(status, t("not_found"));
  try {
    return new Refused(status, JSON.parse(body).error ?? t("failed"));
  } catch {
    return new Refused(status, t("failed"));
  }
}

function authority() {
  return token() ? { Authorization: `Bearer ${token()}` } : {};
}

function queryOf(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) params.append(Array.isArray(value) ? `${name}[]` : name, one);
  }
  return params.size ? `?${params}` : "";
}
