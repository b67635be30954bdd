// What stands in place of posts and people until they are there, in their shape, and what is said
// when they cannot be had.

import { html } from "./component.js";
import { t } from "./words.js";

const line = () => html`<span class="line skeleton"></span>`;

const SHAPES = {
  tile: () => html`<div class="skeleton"></div>`,
  post: () => html`<div class="post ghost" aria-hidden="true">
    <header><span class="avatar skeleton"></span><span>${line()}${line()}</span></header>
    <div class="photo skeleton"></div>
  </div>`,
  person: () => html`<li class="ghost" aria-hidden="true">
    <span class="avatar skeleton"></span><span>${line()}${line()}</span>
  </li>`,
};

/** @param shape "tile", "post" or "person" */
export function ghosts(shape, count) {
  return Array.from({ length: count }, SHAPES[shape]);
}

/** Why something is not here, and a button that tries again. */
export function failed(reason, again) {
  return html`<p role="alert">${reason}</p>
    <button type="button" class="quiet" @click=${again}>${t("try_again")}</button>`;
}

/** In place of a page: why it is not here, and a button if that may change. */
export function failedPage(refused, again) {
  return html`<div class="end">
    <h1 tabindex="-1">${refused.message}</h1>
    ${refused.status === 404
      ? html`<a class="button quiet" href="/">${t("home")}</a>`
      : html`<button type="button" class="quiet" @click=${again}>${t("try_again")}</button>`}
  </div>`;
}
