/// How people and clients come in: sign-up, sign-in, and OAuth 2.
///
/// [SignIn] is the desk: it adds all routes. People see pages, clients JSON:
///
/// - [SignInPages] are sign-up, sign-in, sign-out and the proof of an e-mail address;
///   [AuthorizePages] ask whether a client may act for a person (`/oauth/authorize`).
/// - [OAuthHandlers] give and end tokens, [AppHandlers] register clients, [SignUpHandlers] let
///   clients sign people up.
///
/// The pages are templates (`pages/*.mustache`, every value escaped) with the words of one language
/// (`pages/*.properties`) and one style sheet. They need no script, so that they work in a text
/// browser and under the strictest policy.
///
/// **A form is answered only to the browser that was shown it**: it carries a token made from a
/// secret that only a cookie of ours holds ([Browser]). The pages may not be framed, kept by
/// caches, or send their forms anywhere but here and, after consent, on to the client.
@NullMarked
package pando.signin;

import org.jspecify.annotations.NullMarked;
