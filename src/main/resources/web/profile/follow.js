// The button that follows somebody, shown as done at once and taken back if the site refuses.

import { post } from "../core/api.js";
import { Component, html, nothing } from "../core/component.js";
import { tell } from "../core/notices.js";
import { t } from "../core/words.js";

class Follow extends Component {
  static properties = { account: { attribute: false }, relation: { attribute: false } };

  async toggle() {
    const before = this.relation;
    const follows = before.following || before.requested;
    const next = this.account.locked ? { requested: true } : { following: true };
    this.set({ ...before, ...(follows ? { following: false, requested: false } : next) });
    try {
      const action = follows ? "unfollow" : "follow";
      this.set(await post(`/api/v1/accounts/${this.account.id}/${action}`));
    } catch (refused) {
      this.set(before);
      tell(refused.message, "fault");
    }
  }

  set(relation) {
    this.relation = relation;
    this.dispatchEvent(new CustomEvent("relation", { detail: relation }));
  }

  render() {
    if (!this.relation) return nothing;
    const { following, requested } = this.relation;
    const words = following ? "following" : requested ? "requested" : "follow";
    return html`<button
      type="button"
      class=${following || requested ? "quiet" : ""}
      aria-label="${t(words)}, @${this.account.acct}"
      aria-pressed=${following || requested ? "true" : "false"}
      @click=${this.toggle}
    >
      ${t(words)}
    </button>`;
  }
}

customElements.define("pando-follow", Follow);
