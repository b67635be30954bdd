// One post, what it answers, its answers, and a place to answer.

import { get } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { changes, find, keep } from "../core/posts.js";
import { restorePlace } from "../core/router.js";
import { me, signInUrl } from "../core/session.js";
import { failedPage, ghosts } from "../core/waiting.js";
import { t } from "../core/words.js";
import { go } from "../core/router.js";
import "../compose/compose.js";
import "../feed/post.js";

class Thread extends Component {
  static properties = {
    postId: {},
    before: { state: true },
    after: { state: true },
    refused: { state: true },
  };

  constructor() {
    super();
    this.before = [];
    this.after = [];
    this.gone = ({ detail }) => {
      if (detail === this.postId) go("/");
      this.after = this.after.filter((id) => id !== detail);
    };
  }

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener("gone", this.gone);
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener("gone", this.gone);
  }

  async load() {
    const path = `/api/v1/statuses/${this.postId}`;
    this.refused = undefined;
    try {
      const [status, context] = await Promise.all([get(path), get(`${path}/context`)]);
      keep(status);
      this.before = context.ancestors.map(keep);
      this.after = context.descendants.map(keep);
    } catch (refused) {
      this.refused = refused;
    }
    this.requestUpdate();
    await this.updateComplete;
    if (this.before.length) this.querySelector("pando-post[ismain]")?.scrollIntoView();
    else restorePlace();
    if (history.state?.replies) this.querySelector("pando-composer .words")?.focus();
  }

  replied(status) {
    this.after = [...this.after, keep(status)];
    const post = find(this.postId);
    keep({ ...post, replies_count: post.replies_count + 1 });
  }

  render() {
    const post = find(this.postId);
    if (this.refused && !post) return failedPage(this.refused, this.load);
    const name = post ? post.account.display_name || post.account.username : "";
    return html`<h1 class="hidden" tabindex="-1">${t("post_by", { name })}</h1>
      <div class="thread" aria-busy=${post ? "false" : "true"}>
        <div>
          ${post ? nothing : ghosts("post", 1)}
          ${this.posts(this.before)}
          <pando-post .postId=${this.postId} ?isMain=${true} ismain></pando-post>
        </div>
        <div>
          ${post ? this.answer(post) : nothing}
          ${this.after.length ? html`<h2>${t("answers")}</h2>` : nothing}
          ${this.posts(this.after)}
        </div>
      </div>`;
  }

  posts(ids) {
    return repeat(ids, (id) => id, (id) => html`<pando-post .postId=${id}></pando-post>`);
  }

  answer(post) {
    if (!me) return html`<p><a class="button quiet" href=${signInUrl()}>${t("sign_in_to_reply")}</a></p>`;
    const other = post.account.id === me.id ? "" : post.account.acct;
    return html`<pando-composer
      .replyTo=${post.id}
      .mention=${other}
      .audience=${post.visibility}
      @replied=${(event) => this.replied(event.detail)}
    ></pando-composer>`;
  }
}

customElements.define("pando-thread", Thread);
