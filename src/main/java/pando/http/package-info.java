/// The web server: it reads calls, finds their handlers, and writes what they reply. It knows
/// tokens and no posts.
///
/// A request takes this way:
///
/// ```
/// HttpServer   Jetty, one virtual thread for each request; limits on heads, bodies, connections
///   Front      request id, rate limits, time budget, refusals and failures, headers of each answer
///     Router   method and path to a handler
///       a handler: Call -> Reply
/// ```
///
/// A handler is a function from [pando.http.Call] to [pando.http.Reply]: who asks, for what; do it;
/// answer. Handlers block. What they refuse they throw as a [pando.base.Refusal]; whatever else
/// they throw is logged once and becomes 500. Only `HttpServer`, `Entrance` and `StreamSocket` know
/// Jetty's server; a handler can be called without one.
///
/// [pando.http.Params] are the query and the body of a call, whatever the body is encoded in.
/// [pando.http.Streams] are the live updates, over WebSocket and server-sent events.
@NullMarked
package pando.http;

import org.jspecify.annotations.NullMarked;
