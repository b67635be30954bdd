// What happens on the site, as it happens: one WebSocket for all who listen. It comes back by itself,
// and then tells its listeners ("reconnected"), since they may have missed something.

import { token } from "./session.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

const listeners = new Set(); // {name, tag, hear}
let socket;
let wait = FIRST_WAIT;

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
  const isAgain = wait > FIRST_WAIT;
  socket = new WebSocket(url, token()); // as sub-protocol, so that no log has it
  socket.onopen = () => {
    wait = FIRST_WAIT;
    for (const listener of listeners) {
      subscribe("subscribe", listener);
      if (isAgain) listener.hear("reconnected");
    }
  };
  socket.onmessage = (message) => {
    const { stream, event, payload } = JSON.parse(message.data);
    for (const listener of listeners) {
      if (stream?.[0] === listener.name && (!listener.tag || stream[1] === listener.tag)) {
        listener.hear(event, payload);
      }
    }
  };
  socket.onclose = () => {
    setTimeout(token() ? open : () => {}, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
}

function subscribe(type, { name, tag }) {
  socket.send(JSON.stringify({ type, stream: name, ...(tag ? { tag } : {}) }));
}

function isSame(one, other) {
  return one.name === other.name && one.tag === other.tag;
}
