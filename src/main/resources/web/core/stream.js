// What happens on the site, as it happens: one WebSocket for all who listen. It comes back by itself,
// and then tells its listeners ("reconnected"), since they may have missed something.

import { reachable } from "./media.js";
import { token } from "./session.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

const listeners = new Set(); // {name, tag, hear}
let socket;
let wait = FIRST_WAIT;
let waiting;

/**
 * Listens to a stream of the API, such as "user".
 *
 * @param hear is called with an event's name and its payload
 * @returns a function that stops it
 */
export function listen(stream, hear) {
  if (!token()) return () => {};
  const listener = { ...stream, hear };
  listeners.add(listener);
  if (socket?.readyState === WebSocket.OPEN) subscribe("subscribe", listener);
  else if (!socket) open();
  return () => {
    listeners.delete(listener);
    const isHeard = [...listeners].some((other) => isSame(other, listener));
    if (!isHeard && socket?.readyState === WebSocket.OPEN) subscribe("unsubscribe", listener);
  };
}

function open() {
  const url = new URL("/api/v1/streaming", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const isAgain = socket !== undefined;
  socket = new WebSocket(url, token()); // as sub-protocol, so that no log has it
  socket.onopen = () => {
    wait = FIRST_WAIT;
    for (const listener of listeners) {
      subscribe("subscribe", listener);
      if (isAgain) listener.hear("reconnected");
    }
  };
  socket.onmessage = (message) => {
    const { stream, event, payload } = JSON.parse(reachable(message.data));
    for (const listener of listeners) {
      if (stream?.[0] === listener.name && (!listener.tag || stream[1] === listener.tag)) {
        listener.hear(event, payload);
      }
    }
  };
  socket.onclose = () => {
    if (!token()) return;
    waiting = setTimeout(open, wait * (0.5 + Math.random())); // not all browsers at once
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
}

/** Waits no longer when there is reason to hope: the network is back, or the reader is. */
function hurry() {
  if (socket?.readyState !== WebSocket.CLOSED || document.hidden || !token()) return;
  clearTimeout(waiting);
  open();
}

addEventListener("online", hurry);
addEventListener("offline", () => socket?.close()); // it would not notice for minutes
document.addEventListener("visibilitychange", hurry);

function subscribe(type, { name, tag }) {
  socket.send(JSON.stringify({ type, stream: name, ...(tag ? { tag } : {}) }));
}

function isSame(one, other) {
  return one.name === other.name && one.tag === other.tag;
}
