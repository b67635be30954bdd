// People, tags and posts by a few letters. The address has what was asked, so that a search can be
// sent to somebody, and "back" works.

import { get } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { keep } from "../core/posts.js";
import { failed } from "../core/waiting.js";
import { t } from "../core/words.js";
import { person } from "../people/person.js";

const PAUSE_MS = 250;

class Search extends Component {
  static properties = { asked: { attribute: false }, found: { state: true }, reason: { state: true } };

  firstUpdated() {
    if (this.asked) this.search(this.asked);
    else this.querySelector("input").focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.waiting);
  }

  input(event) {
    clearTimeout(this.waiting);
    const words = event.target.value;
    this.waiting = setTimeout(() => this.search(words), PAUSE_MS);
  }

  submit(event) {
    event.preventDefault();
    clearTimeout(this.waiting);
    this.search(this.querySelector("input").value);
  }

  async search(words) {
    this.asked = words.trim();
    const path = this.asked ? `/search?q=${encodeURIComponent(this.asked)}` : "/search";
    history.replaceState(history.state, "", path);
    if (!this.asked) {
      this.found = undefined;
      return;
    }
    const asked = this.asked;
    try {
      const found = await get("/api/v2/search", { q: asked, limit: 20 });
      if (asked !== this.asked) return; // an answer to what was asked before
      this.found = { ...found, posts: found.statuses.map(keep) };
      this.reason = undefined;
    } catch (refused) {
      this.found = undefined;
      this.reason = refused.message;
    }
  }

  render() {
    return html`<div class="narrow">
      <h1 tabindex="-1">${t("search")}</h1>
      <form role="search" class="search" @submit=${this.submit}>
        <label>
          <span class="hidden">${t("search_hint")}</span>
          <input
            type="search"
            maxlength="200"
            autocomplete="off"
            placeholder=${t("search_hint")}
            .value=${this.asked}
            @input=${this.input}
          />
        </label>
      </form>
      <div role="status" class="hidden">${this.count()}</div>
      ${this.reason
        ? html`<div class="end">${failed(this.reason, () => this.search(this.asked))}</div>`
        : nothing}
      ${this.found ? this.results() : nothing}
    </div>`;
  }

  count() {
    if (!this.found) return nothing;
    const { accounts, hashtags, posts } = this.found;
    return t("results", { count: accounts.length + hashtags.length + posts.length });
  }

  results() {
    const { accounts, hashtags, posts } = this.found;
    if (!accounts.length && !hashtags.length && !posts.length) {
      return html`<p class="end empty">${t("nothing_found", { words: this.asked })}</p>`;
    }
    return html`
      ${accounts.length
        ? html`<h2>${t("people")}</h2><ul class="people">${accounts.map((account) => person(account))}</ul>`
        : nothing}
      ${hashtags.length
        ? html`<h2>${t("tags")}</h2>
            <p class="tags">
              ${hashtags.map(({ name }) => html`<a href="/tags/${encodeURIComponent(name)}">#${name}</a>`)}
            </p>`
        : nothing}
      ${posts.length
        ? html`<h2>${t("posts")}</h2>
            <div class="items column">
              ${repeat(posts, (id) => id, (id) => html`<pando-post .postId=${id}></pando-post>`)}
            </div>`
        : nothing}
    `;
  }
}

customElements.define("pando-search", Search);
