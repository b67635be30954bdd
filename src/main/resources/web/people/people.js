// Pages of people: who follows somebody, whom they follow, and who liked or boosted a post. The list
// goes on as one scrolls, each person has a button to follow them, and whoever comes back finds the
// list as it was.

import { get, list } from "../core/api.js";
import { Component, html, nothing, repeat } from "../core/component.js";
import { keptFor } from "../core/kept.js";
import { restorePlace } from "../core/router.js";
import { me } from "../core/session.js";
import { failed, ghosts } from "../core/waiting.js";
import { t } from "../core/words.js";
import "../profile/follow.js";
import { person } from "./person.js";

const PAGE = 40; // relationships are told of so many at once
const GHOSTS = 8;
const AHEAD = "800px";

const REACTED = { favourites: "favourited_by", boosts: "reblogged_by" };

/** The page of somebody's followers, or of those whom they follow. */
export function related(name, kind) {
  const find = async () => {
    const { id } = await get("/api/v1/accounts/lookup", { acct: name });
    return `/api/v1/accounts/${id}/${kind}`;
  };
  return page(t(`people_${kind}`), `/@${name}`, `@${name}`, find);
}

/** The page of those who liked or boosted a post. */
export function reacted(name, postId, kind) {
  const find = () => `/api/v1/statuses/${postId}/${REACTED[kind]}`;
  return page(t(`people_${kind}`), `/@${name}/${postId}`, t("back_to_post"), find);
}

function page(title, back, words, find) {
  return {
    title,
    content: html`<div class="narrow">
      <h1 tabindex="-1">${title}</h1>
      <p><a href=${back}>${words}</a></p>
      <pando-people .find=${find}></pando-people>
    </div>`,
  };
}

class People extends Component {
  /** find: the path of the list, or a promise of it */
  static properties = { find: { attribute: false }, model: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    const empty = { items: [], ties: new Map(), state: "new" };
    const { model, isKnown } = keptFor("people", () => empty);
    this.model = model;
    if (isKnown) this.updateComplete.then(restorePlace);
    else this.more();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
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
    const { model } = this;
    model.state = "loading";
    this.requestUpdate();
    try {
      const { body, next } = model.next
        ? await list(model.next)
        : await list(await this.find(), { limit: PAGE });
      await this.relate(body);
      model.items.push(...body);
      model.next = next;
      model.state = next ? "idle" : "done";
    } catch (refused) {
      model.state = "failed";
      model.reason = refused.message;
    }
    this.requestUpdate();
    await this.updateComplete;
    const end = this.querySelector(".end");
    this.watcher.unobserve(end); // it tells of changes only: it is asked anew
    this.watcher.observe(end);
  }

  /** Asks how the reader stands to some people. */
  async relate(people) {
    if (!me || !people.length) return;
    const ties = await get("/api/v1/accounts/relationships", { id: people.map(({ id }) => id) });
    for (const tie of ties) this.model.ties.set(tie.id, tie);
  }

  render() {
    const { items: people, state } = this.model;
    return html`<ul class="people" aria-busy=${state === "loading" ? "true" : "false"}>
        ${repeat(people, ({ id }) => id, (account) => person(account, this.button(account)))}
        ${state === "loading" && !people.length ? ghosts("person", GHOSTS) : nothing}
      </ul>
      <div class="end" role="status">${this.end()}</div>`;
  }

  button(account) {
    const { ties } = this.model;
    if (!me || account.id === me.id) return nothing;
    return html`<pando-follow
      .account=${account}
      .relation=${ties.get(account.id)}
      @relation=${({ detail }) => ties.set(account.id, detail)}
    ></pando-follow>`;
  }

  end() {
    const { items: people, state, reason } = this.model;
    if (state === "failed") return failed(reason, this.more);
    if (state === "done") return people.length ? nothing : html`<p>${t("people_empty")}</p>`;
    return html`<p class="hidden">${t("loading")}</p>`;
  }
}

customElements.define("pando-people", People);
