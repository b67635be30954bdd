// The web app begins here: the theme, then the words and who is signed in, then the page.

import { ready } from "./core/early.js";
import { watchMedia } from "./core/media.js";
import { applyTheme } from "./core/theme.js";
import { keepApp } from "./core/worker.js";
import { fetchPages } from "./shell/pages.js";
import "./shell/shell.js";
import { listenToKeys } from "./shortcuts/shortcuts.js";

const CALM = 2_500; // milliseconds, after which the first photos should be there

applyTheme();
watchMedia();
await ready;
document.body.append(document.createElement("pando-shell"));
listenToKeys();
setTimeout(fetchPages, CALM);
keepApp();
