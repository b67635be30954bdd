// The text of posts. The site has escaped it already; it is taken apart and put together again from
// the few elements that posts have, so that not even a mistake of the site could run a script here.

const ALLOWED = { P: [], BR: [], SPAN: ["class"], A: ["href", "class"] };
const CLASSES = new Set(["invisible", "ellipsis", "mention", "hashtag", "h-card", "u-url"]);

const policy = self.trustedTypes?.createPolicy("post-text", { createHTML: (text) => text });

/** A fragment of the page from a post's `content` or a person's `note`. */
export function fragment(content) {
  const parsed = new DOMParser().parseFromString(policy?.createHTML(content) ?? content, "text/html");
  const clean = document.createDocumentFragment();
  clean.append(...copies(parsed.body));
  return clean;
}

/** The words alone. */
export function plain(content) {
  return fragment(content.replaceAll(/<br ?\/?>|<\/p>/g, " ")).textContent.trim();
}

function copies(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (!(node.tagName in ALLOWED)) return copies(node);
    const copy = document.createElement(node.tagName);
    copy.className = [...node.classList].filter((name) => CLASSES.has(name)).join(" ");
    if (node.tagName === "A") link(copy, node);
    copy.append(...copies(node));
    return [copy];
  });
}

function link(copy, node) {
  const url = new URL(node.getAttribute("href") ?? "", location.href);
  if (url.protocol !== "https:" && url.protocol !== "http:") return;
  copy.href = url;
  if (url.origin !== location.origin) {
    copy.target = "_blank";
    copy.rel = "nofollow noopener noreferrer";
  }
}
