// Somebody in a list of people.

import { html, nothing } from "../core/component.js";
import { plain } from "../core/text.js";
import { pathOf } from "../feed/post.js";

/** @param button what stands beside them, such as one to follow them */
export function person(account, button = nothing) {
  return html`<li>
    <a href=${pathOf(account.url)}>
      <img class="avatar" src=${account.avatar} alt="" width="48" height="48" loading="lazy" />
      <span>
        <span class="name">${account.display_name || account.username}</span>
        <span class="handle">@${account.acct}</span>
        <span class="excerpt">${plain(account.note)}</span>
      </span>
    </a>
    ${button}
  </li>`;
}
