// A list of posts that goes on as one scrolls, as a column of cards or a grid of squares. What is
// new waits behind a pill, so that nothing moves under the reader's eyes, and whoever comes back to a
// feed finds it as it was.

import { list } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { changes, entry, find, forget, keep } from "../core/posts.js";
import { entryKey, restorePlace } from "../core/router.js";
import { listen } from "../core/stream.js";
import { t } from "../core/words.js";
import "./post.js";
import { tile } from "./tile.js";

const PAGE = 20;
const GRID_PAGE = 40;
const AHEAD = "1200px";
const MAX_FRESH = 100;
const MAX_KEPT = 10;

/** What has been loaded, by the entry of the history that it was loaded for. */
const kept = new Map();

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
    const name = `${entryKey()} ${this.source.path} ${JSON.stringify(this.source.query ?? {})}`;
    const known = kept.get(name);
    this.model = known ?? { items: [], fresh: [], next: null, state: "new" };
    kept.set(name, this.model);
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value);
    if (this.source.stream) {
      this.silence = listen(this.source.stream, (event, payload) => this.hear(event, payload));
    }
    if (known) this.updateComplete.then(restorePlace);
    if (this.model.state !== "done") this.more();
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
    if (!newest) return;
    const query = { limit: PAGE, ...this.source.query, since_id: newest };
    const { body } = await list(this.source.path, query).catch(() => ({ body: [] }));
    body.reverse().forEach((status) => this.offer(status));
  }

  drop(id) {
    for (const name of ["items", "fresh"]) {
      this.model[name] = this.model[name].filter((item) => item.id !== id && item.postId !== id);
    }
    this.requestUpdate();
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
        ${repeat(items, (item) => item.id, (item) => this.item(item))}
        ${state === "loading" && !items.length ? this.skeleton() : nothing}
      </div>
      <div class="end">${this.end()}</div>`;
  }

  item({ postId, by }) {
    if (!find(postId)) return nothing;
    return this.layout === "grid"
      ? tile(postId)
      : html`<pando-post .postId=${postId} .by=${by}></pando-post>`;
  }

  skeleton() {
    return Array.from({ length: this.layout === "grid" ? 12 : 2 }, () => html`<div class="skeleton"></div>`);
  }

  end() {
    const { items, state, reason } = this.model;
    if (state === "failed") {
      return html`<p>${reason}</p>
        <button type="button" class="quiet" @click=${this.more}>${t("try_again")}</button>`;
    }
    if (state === "done" && !items.length) return html`<p>${this.empty ?? t("empty")}</p>`;
    if (state === "done") return html`<p class="leaf-end">${t("the_end")}</p>`;
    return html`<p class="hidden">${t("loading")}</p>`;
  }
}

customElements.define("pando-feed", Feed);
