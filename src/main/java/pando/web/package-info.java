/// The web app: its files, and the page that it runs in.
///
/// The app itself is in `src/main/resources/web`, as modules and style sheets that browsers read as
/// they are, a folder for each page. It begins in `app.js` and knows the site only through the
/// public API. [FrontPage] is the page for all its addresses, with the policy that holds in it and
/// the [Previews] that other sites show of it; [Assets] serves the files under a hash of them all;
/// [InstalledApp] is for browsers that keep the app. Why it is made so is in
/// `docs/decisions/0060-web-app.md`.
@NullMarked
package pando.web;

import org.jspecify.annotations.NullMarked;
