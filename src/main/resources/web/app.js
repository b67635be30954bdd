// The web app begins here: the theme, then the words and who is signed in, then the page.

import { watchMedia } from "./core/media.js";
import { restore } from "./core/session.js";
import { applyTheme } from "./core/theme.js";
import { loadWords } from "./core/words.js";
import { keepApp } from "./core/worker.js";
import "./shell/shell.js";
import { listenToKeys } from "./shortcuts/shortcuts.js";

applyTheme();
watchMedia();
await Promise.all([loadWords(), restore()]);
document.body.append(document.createElement("pando-shell"));
listenToKeys();
keepApp();
