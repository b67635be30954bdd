// The front page: what everyone may see, through the public API alone. Also the page of one person
// (/@ana) and of one post (/@ana/123).

const WORDS = {
  en: {
    signIn: "Sign in",
    signUp: "Join",
    loading: "Loading photos …",
    more: "Older photos",
    empty: "Nothing has been posted yet.",
    failed: "The posts could not be loaded. Reload the page to try again.",
    missing: "There is nothing here, or not for everyone.",
  },
  ko: {
    signIn: "로그인",
    signUp: "가입하기",
    loading: "사진을 불러오는 중 …",
    more: "이전 사진",
    empty: "아직 올라온 글이 없습니다.",
    failed: "글을 불러오지 못했습니다. 새로 고침해 주세요.",
    missing: "찾을 수 없거나 공개되지 않은 페이지입니다.",
  },
};

const language = navigator.language.startsWith("ko") ? "ko" : "en";
const words = WORDS[language];
const posts = document.getElementById("posts");
const state = document.getElementById("state");
const more = document.getElementById("more");

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-text]")) {
  element.textContent = words[element.dataset.text];
}

/** Makes an element with properties and children. */
function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function photo(media, count) {
  const { width, height } = media.meta.original;
  return make("img", {
    src: count > 1 ? media.preview_url : media.url,
    srcset: count > 1 ? "" : `${media.preview_url} ${media.meta.small.width}w, ${media.url} ${width}w`,
    sizes: "(min-width: 40rem) 20rem, 100vw",
    alt: media.description ?? "",
    width,
    height,
    loading: "lazy",
    decoding: "async",
  });
}

function card(post) {
  const photos = post.media_attachments.filter((media) => media.url);
  const frame = make("div", { className: photos.length > 1 ? "photos many" : "photos" });
  frame.append(...photos.map((media) => photo(media, photos.length)));
  const text = make("div", { className: "text" });
  if (post.spoiler_text) {
    text.append(make("p", { className: "warning", textContent: post.spoiler_text }));
  }
  text.insertAdjacentHTML("beforeend", post.content); // rendered and escaped by the server
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const by = make(
    "div",
    { className: "by" },
    make("img", { src: post.account.avatar, alt: "", width: 32, height: 32 }),
    make("a", {
      href: new URL(post.account.url).pathname,
      textContent: post.account.display_name || post.account.username,
    }),
    make(
      "time",
      { dateTime: post.created_at },
      make("a", {
        href: new URL(post.url).pathname,
        textContent: when.format(new Date(post.created_at)),
      }),
    ),
  );
  return make(
    "article",
    { className: post.sensitive ? "post covered" : "post", tabIndex: post.sensitive ? 0 : -1 },
    frame,
    text,
    by,
  );
}

async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw Object.assign(new Error(`${url}: ${response.status}`), { status: response.status });
  }
  const next = response.headers.get("Link")?.match(/<([^>]+)>; rel="next"/)?.[1];
  return { body: await response.json(), next: next && new URL(next) };
}

/** Shows a list page by page, as long as there is more. */
async function showList(url) {
  const { body, next } = await fetchJson(url);
  posts.append(...body.map((post) => card(post.reblog ?? post)));
  state.textContent = posts.childElementCount === 0 ? words.empty : "";
  more.hidden = body.length === 0 || !next;
  more.onclick = () => show(() => showList(next.pathname + next.search));
}

async function showPost(id) {
  const { body } = await fetchJson(`/api/v1/statuses/${id}`);
  posts.classList.add("single");
  posts.append(card(body.reblog ?? body));
  state.textContent = "";
}

async function showPerson(name) {
  const { body } = await fetchJson(`/api/v1/accounts/lookup?acct=${encodeURIComponent(name)}`);
  document.querySelector(".lead").textContent = body.display_name || body.username;
  await showList(`/api/v1/accounts/${body.id}/statuses?limit=40&exclude_replies=true`);
}

async function show(page) {
  posts.setAttribute("aria-busy", "true");
  try {
    await page();
  } catch (error) {
    state.textContent = error.status === 404 ? words.missing : words.failed;
  }
  posts.setAttribute("aria-busy", "false");
}

const path = location.pathname.match(/^\/@([^/]+)(?:\/(\d+))?$/);
if (path?.[2]) {
  show(() => showPost(path[2]));
} else if (path) {
  show(() => showPerson(decodeURIComponent(path[1])));
} else {
  show(() => showList("/api/v1/timelines/public?limit=40"));
}
