// One post as a card: who, the photos, the words, and what one can do with it.

import { Component, html, nothing } from "../core/component.js";
import "../core/menu.js";
import { icon } from "../core/icons.js";
import { later } from "../core/later.js";
import { changes, find, forget, toggle } from "../core/posts.js";
import { me, signInUrl } from "../core/session.js";
import { fragment } from "../core/text.js";
import { ago, moment, short, t } from "../core/words.js";
import { remove } from "../core/api.js";
import { tell } from "../core/notices.js";
import { report } from "../report/open.js";
import "./album.js";

const AUDIENCES = { unlisted: "audience_unlisted", private: "audience_private", direct: "audience_direct" };

class Post extends Component {
  static properties = {
    postId: {},
    by: { attribute: false },
    isMain: { type: Boolean },
    isFirst: { type: Boolean },
    open: { state: true },
  };

  constructor() {
    super();
    this.hear = (event) => event.detail === this.postId && this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener("change", this.hear);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener("change", this.hear);
  }

  render() {
    const post = find(this.postId);
    if (!post) return nothing;
    const name = post.account.display_name || post.account.username;
    return html`<article
      class="post ${this.isMain ? "main" : ""}"
      tabindex="-1"
      aria-label=${t("post_by", { name })}
    >
      ${this.by
        ? html`<p class="boosted">
            ${icon("boost")}
            ${t("boosted_by", { name: this.by.display_name || this.by.username })}
          </p>`
        : nothing}
      ${post.in_reply_to_id ? answered(post) : nothing} ${header(post, name)}
      ${post.spoiler_text && !this.open ? this.warning(post) : this.content(post)}
      ${this.isMain ? reactions(post) : nothing}
      ${actions(post)}
    </article>`;
  }

  warning(post) {
    return html`<div class="warning">
      <p>${post.spoiler_text}</p>
      <button type="button" class="quiet" @click=${() => (this.open = true)}>${t("show_post")}</button>
    </div>`;
  }

  content(post) {
    const covered = post.sensitive && !this.open;
    return html`${post.media_attachments.length
      ? html`<pando-album
          .photos=${post.media_attachments}
          .ownPost=${me?.id === post.account.id ? post.id : null}
          ?covered=${covered}
          ?large=${this.isMain}
          ?eager=${this.isMain || this.isFirst}
        ></pando-album>`
      : nothing}
    ${post.content ? html`<div class="text">${fragment(post.content)}</div>` : nothing}`;
  }
}

/** Whom it answers. The site tells their name only if they are mentioned. */
function answered(post) {
  const isOwn = post.in_reply_to_account_id === post.account.id;
  const other = post.mentions.find(({ id }) => id === post.in_reply_to_account_id);
  const words = isOwn ? t("goes_on") : other ? t("replies_to", { name: other.acct }) : t("a_reply");
  const author = isOwn ? post.account.acct : other?.acct;
  return html`<p class="boosted">
    ${icon("reply")}
    ${author ? html`<a href="/@${author}/${post.in_reply_to_id}">${words}</a>` : words}
  </p>`;
}

function header(post, name) {
  const audience = AUDIENCES[post.visibility];
  return html`<header>
    <a class="who" href=${pathOf(post.account.url)}>
      <img class="avatar" src=${post.account.avatar} alt="" width="40" height="40" loading="lazy" />
      <span class="name">${name}</span>
      <span class="handle">@${post.account.acct}</span>
    </a>
    ${audience ? html`<span class="audience">${t(audience)}</span>` : nothing}
    <a class="time" href=${pathOf(post.url)} title=${moment(post.created_at)}>
      <time datetime=${post.created_at}>${ago(post.created_at)}</time>
    </a>
    ${post.edited_at
      ? html`<button
          type="button"
          class="edited"
          title=${moment(post.edited_at)}
          @click=${() => showHistory(post)}
        >
          ${t("edited")}
        </button>`
      : nothing}
  </header>`;
}

/** Who liked and boosted it. */
function reactions(post) {
  const path = pathOf(post.url);
  const link = (list, words, count) =>
    count ? html`<a href="${path}/${list}">${t(words, { count })}</a>` : nothing;
  return post.favourites_count || post.reblogs_count
    ? html`<p class="reactions">
        ${link("favourites", "count_favourites", post.favourites_count)}
        ${link("boosts", "count_boosts", post.reblogs_count)}
      </p>`
    : nothing;
}

function actions(post) {
  const isOpen = post.visibility === "public" || post.visibility === "unlisted";
  return html`<footer>
    ${action(post, "favourite", "heart", post.favourited, post.favourites_count)}
    <a class="action" href=${pathOf(post.url)} aria-label=${t("replies", { count: post.replies_count })}>
      ${icon("reply")}<span>${post.replies_count ? short(post.replies_count) : ""}</span>
    </a>
    ${isOpen ? action(post, "reblog", "boost", post.reblogged, post.reblogs_count) : nothing}
    <span class="space"></span>
    ${action(post, "bookmark", "bookmark", post.bookmarked)}
    <pando-menu .items=${menu(post)} label=${t("more")}></pando-menu>
  </footer>`;
}

/** What else one can do with a post. */
function menu(post) {
  const isMine = me?.id === post.account.id;
  return [
    { words: t("copy_link"), does: () => copy(post.url) },
    ...(post.edited_at ? [{ words: t("history"), does: () => showHistory(post) }] : []),
    ...(isMine ? [{ words: t("edit"), does: () => edit(post) }] : []),
    ...(isMine ? [{ words: t("delete"), does: () => confirmRemoval(post) }] : []),
    ...(me && !isMine ? [{ words: t("report"), does: () => report(post.account, { post }) }] : []),
  ];
}

function action(post, name, picture, on, count) {
  const title = count === undefined ? t(name) : t(`${name}_count`, { count });
  const act = () => (me ? toggle(post.id, name) : location.assign(signInUrl()));
  return html`<button
    type="button"
    class="action ${name}"
    aria-pressed=${on ? "true" : "false"}
    aria-label=${title}
    title=${t(name)}
    @click=${act}
  >
    ${icon(picture, on)}<span aria-hidden="true">${count ? short(count) : ""}</span>
  </button>`;
}

function edit(post) {
  later(import("../edit/edit.js"), (form) => form.edit(post.id));
}

function showHistory(post) {
  later(import("../edit/history.js"), (versions) => versions.history(post.id));
}

async function copy(url) {
  try {
    await navigator.clipboard.writeText(url);
    tell(t("copied"));
  } catch {
    tell(url); // where the page is not secure there is no clipboard: it is shown
  }
}

async function confirmRemoval(post) {
  if (!confirm(t("delete_sure"))) return;
  try {
    await remove(`/api/v1/statuses/${post.id}`);
    forget(post.id);
    tell(t("deleted"));
  } catch (refused) {
    tell(refused.message, "fault");
  }
}

/** The address within the app of what the API tells with a whole URL. */
export function pathOf(url) {
  return new URL(url).pathname;
}

customElements.define("pando-post", Post);
