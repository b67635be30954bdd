// A list of posts that goes on as one scrolls, as a column of cards or a grid of squares. What is
// new waits behind a pill, so that nothing moves under the reader's eyes, and whoever comes back to a
// feed finds it as it was.

import { get, list } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { GRID_PAGE, PAGE } from "../core/early.js";
import { keptFor } from "../core/kept.js";
import { changes, entry, find, forget, keep } from "../core/posts.js";
import { restorePlace } from "../core/router.js";
import { listen } from "../core/stream.js";
import { failed, ghosts } from "../core/waiting.js";
import { t } from "../core/words.js";
import "./post.js";
import { tile } from "./tile.js";

const GRID_FIRST = 3; // the first row
/** What stands in for posts fills the screen, so that nothing below it moves when they come. */
const GHOST_TILES = 21;
const GHOST_POSTS = 3;

const AHEAD = "1200px";
const MAX_FRESH = 100;

/** Posts by id are asked for so many at once. */
const BATCH = 20;

class Feed extends Component {
  /**
   * source: {path, query, stream, accepts}; stream as core/stream.js has it, accepts says whether a
   * post of the stream belongs here
   */
  static properties = { source: { attribute: false }, layout: {}, empty: {}, model: { state: true } };

  constructor() {
    super();
    this.layout = "column";
    this.gone = (event) => this.drop(event.detail);
  }

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener("gone", this.gone);
    const name = `${this.source.path} ${JSON.stringify(this.source.query ?? {})}`;
    const empty = { items: [], fresh: [], next: null, state: "new" };
    const { model, isKnown, ids, next } = keptFor(name, () => empty);
    this.model = model;
    if (this.source.stream) {
      this.silence = listen(this.source.stream, (event, payload) => this.hear(event, payload));
    }
    if (isKnown) this.updateComplete.then(restorePlace);
    if (ids?.length) this.revive(ids, next);
    else if (model.state !== "done") this.more();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener("gone", this.gone);
    this.silence?.();
    this.watcher?.disconnect();
  }

  firstUpdated() {
    this.watcher = new IntersectionObserver(
      ([end]) => end.isIntersecting && this.model.state === "idle" && this.more(),
      { rootMargin: AHEAD },
    );
    this.watcher.observe(this.querySelector(".end"));
  }

  /** Loads the posts that were here before the page itself was loaded anew. */
  async revive(ids, next) {
    const { model } = this;
    const batches = [];
    for (let at = 0; at < ids.length; at += BATCH) batches.push(ids.slice(at, at + BATCH));
    model.state = "loading";
    try {
      const pages = await Promise.all(batches.map((id) => get("/api/v1/statuses", { id })));
      model.items.push(...pages.flat().map(entry));
      model.next = next;
      model.state = next ? "idle" : "done";
    } catch {
      model.state = "new";
      return this.more();
    }
    this.requestUpdate();
    await this.updateComplete;
    restorePlace();
    this.watchAgain();
    if (this.source.stream) this.catchUp();
  }

  async more() {
    const { model, source } = this;
    if (model.state === "loading" || model.state === "done") return;
    const limit = this.layout === "grid" ? GRID_PAGE : PAGE;
    const isFirst = model.state === "new" || model.items.length === 0;
    model.state = "loading";
    this.requestUpdate();
    try {
      const { body, next } = isFirst
        ? await list(source.path, { limit, ...source.query })
        : await list(model.next);
      const shown = new Set(model.items.map((item) => item.id));
      model.items.push(...body.map(entry).filter((item) => !shown.has(item.id)));
      model.next = next;
      model.state = next && body.length ? "idle" : "done";
    } catch (refused) {
      model.state = "failed";
      model.reason = refused.message;
    }
    this.requestUpdate();
    await this.updateComplete;
    this.watchAgain();
  }

  /** The observer tells of changes only: it is asked anew if the page is not yet full. */
  watchAgain() {
    const end = this.querySelector(".end");
    if (!end || !this.watcher) return;
    this.watcher.unobserve(end);
    this.watcher.observe(end);
  }

  hear(event, payload) {
    if (event === "update") this.offer(JSON.parse(payload));
    if (event === "status.update") keep(JSON.parse(payload));
    if (event === "delete") forget(payload);
    if (event === "reconnected") this.catchUp();
  }

  /** Keeps a new post behind the pill. */
  offer(status) {
    const { items, fresh } = this.model;
    const isKnown = [...items, ...fresh].some((item) => item.id === status.id);
    if (isKnown || (this.source.accepts && !this.source.accepts(status))) return;
    fresh.unshift(entry(status));
    fresh.splice(MAX_FRESH);
    this.requestUpdate();
  }

  /** Asks for what was posted while the stream was cut. */
  async catchUp() {
    const newest = this.model.items[0]?.id;
    const query = { limit: PAGE, ...this.source.query, ...(newest ? { since_id: newest } : {}) };
    const { body } = await list(this.source.path, query).catch(() => ({ body: [] }));
    body.reverse().forEach((status) => this.offer(status));
  }

  /** Takes a post away; whoever has the focus on it goes on with the next. */
  async drop(id) {
    const shown = [...this.querySelectorAll(".items > *")];
    const at = shown.findIndex((item) => item.contains(document.activeElement));
    for (const name of ["items", "fresh"]) {
      this.model[name] = this.model[name].filter((item) => item.id !== id && item.postId !== id);
    }
    this.requestUpdate();
    await this.updateComplete;
    if (at < 0 || document.activeElement !== document.body) return;
    const left = [...this.querySelectorAll(".items .post, .items .tile")];
    (left[at] ?? left.at(-1) ?? document.querySelector("main h1"))?.focus();
  }

  async showFresh() {
    this.model.items.unshift(...this.model.fresh.splice(0));
    this.requestUpdate();
    scrollTo({ top: 0 });
    await this.updateComplete;
    this.querySelector(".items a")?.focus({ preventScroll: true });
  }

  render() {
    const { items, fresh, state } = this.model;
    return html`<div class="pill-place" role="status">
        ${fresh.length
          ? html`<button type="button" class="pill" @click=${this.showFresh}>
              ${t("new_posts", { count: fresh.length })}
            </button>`
          : nothing}
      </div>
      <div class="items ${this.layout}" aria-busy=${state === "loading" ? "true" : "false"}>
        ${repeat(items, (item) => item.id, (item, i) => this.item(item, i))}
        ${state === "loading" && !items.length ? this.skeleton() : nothing}
      </div>
      <div class="end" ?hidden=${state === "loading" && !items.length}>${this.end()}</div>`;
  }

  item({ postId, by }, i) {
    if (!find(postId)) return nothing;
    return this.layout === "grid"
      ? tile(postId, i < GRID_FIRST)
      : html`<pando-post .postId=${postId} .by=${by} .isFirst=${i === 0}></pando-post>`;
  }

  skeleton() {
    return this.layout === "grid" ? ghosts("tile", GHOST_TILES) : ghosts("post", GHOST_POSTS);
  }

  end() {
    const { items, state, reason } = this.model;
    if (state === "failed") return failed(reason, this.more);
    if (state === "done" && !items.length) return html`<p class="empty">${this.empty ?? t("empty")}</p>`;
    if (state === "done") return html`<p class="leaf-end">${t("the_end")}</p>`;
    return html`<p class="hidden">${t("loading")}</p>`;
  }
}

customElements.define("pando-feed", Feed);
