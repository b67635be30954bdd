// Runs before the rest of the app is there: loads the words, finds out who is signed in, and asks for
// what the start page shows. On a slow line that saves two ways there and back.

import { connected, restored, token } from "./session.js";
import { loadWords } from "./words.js";

/** How many posts a feed asks for at once: as a column, and as a grid. */
export const PAGE = 20;
export const GRID_PAGE = 24;

const HOME = `/api/v1/timelines/home?limit=${PAGE}`;
const WELCOME = `/api/v1/timelines/public?limit=${GRID_PAGE}&local=true`;

/** Settled when the first page can be shown. */
export const ready = Promise.all([loadWords(), restored]);

let asked = null;

const [visit] = performance.getEntriesByType("navigation");
if (location.pathname === "/" && visit?.type === "navigate") connected.then(askForStart);

function askForStart() {
  const headers = token() ? { Authorization: `Bearer ${token()}` } : {};
  const path = token() ? HOME : WELCOME;
  asked = { path, headers, response: fetch(path, { headers }) };
  asked.response.catch(() => {}); // whoever takes it hears of it
}

/** The answer that is under way already to a request, once; null if there is none. */
export function take(path, { method = "GET", headers }) {
  const isIt =
    asked?.path === path && method === "GET" && asked.headers.Authorization === headers.Authorization;
  if (!isIt) return null;
  const { response } = asked;
  asked = null;
  return response;
}
