/// The Mastodon API: what comes in (forms), what goes out (views), and the handlers between them
/// and the desks. Mastodon's words (status, visibility, reblog) are used here and nowhere else.
///
/// A handler is a function from a call to a reply: who asks, what they want, do it, answer. Every
/// endpoint is in [Routes]. What many people are shown is encoded once ([StatusViews],
/// [AccountViews]).
@NullMarked
package pando.api;

import org.jspecify.annotations.NullMarked;
