// How the app looks and speaks in this browser, and how others see one's profile.

import { patch } from "../core/api.js";
import { Component, html, nothing } from "../core/component.js";
import { tell } from "../core/notices.js";
import { areOn, explain, turn } from "../shortcuts/shortcuts.js";
import { isModerator, me, refresh, signOut } from "../core/session.js";
import { chooseTheme, theme, THEMES } from "../core/theme.js";
import { chooseLanguage, language, LANGUAGES, t } from "../core/words.js";

class Settings extends Component {
  static properties = { isSaving: { state: true } };

  async save(event) {
    event.preventDefault();
    if (this.isSaving) return;
    const form = new FormData(event.target);
    for (const picture of ["avatar", "header"]) {
      if (!form.get(picture)?.size) form.delete(picture);
    }
    form.set("locked", form.has("locked"));
    this.isSaving = true;
    try {
      await patch("/api/v1/accounts/update_credentials", form);
      await refresh();
      tell(t("saved"));
    } catch (refused) {
      tell(refused.message, "fault");
    }
    this.isSaving = false;
  }

  render() {
    return html`<div class="settings narrow">
        <h1 tabindex="-1">${t("settings")}</h1>
        <section aria-labelledby="look">
          <h2 id="look">${t("look")}</h2>
          <fieldset>
            <legend>${t("theme")}</legend>
            <div class="choices">
              ${THEMES.map((name) => radio("theme", name, t(`theme_${name}`), theme(), chooseTheme))}
            </div>
          </fieldset>
          <fieldset>
            <legend>${t("language")}</legend>
            <div class="choices">
              ${Object.entries(LANGUAGES).map(([tag, name]) =>
                radio("language", tag, html`<span lang=${tag}>${name}</span>`, language, chooseLanguage),
              )}
            </div>
          </fieldset>
          <fieldset>
            <legend>${t("shortcuts")}</legend>
            <label class="check">
              <input type="checkbox" ?checked=${areOn()} @change=${({ target }) => turn(target.checked)} />
              <span>${t("shortcuts_on")}</span>
            </label>
            <button type="button" class="quiet" @click=${explain}>${t("shortcuts_show")}</button>
          </fieldset>
        </section>
        ${isModerator() ? html`<p><a href="/admin">${t("moderation")}</a></p>` : nothing}
        ${me ? this.profile() : nothing}
        <p><a href="/about">${t("about")}</a></p>
      </div>`;
  }

  profile() {
    return html`<section aria-labelledby="profile">
        <h2 id="profile">${t("profile")}</h2>
        <form @submit=${this.save}>
          <label class="field">
            <span>${t("display_name")}</span>
            <input name="display_name" maxlength="30" .value=${me.display_name} />
          </label>
          <label class="field">
            <span>${t("bio")}</span>
            <textarea name="note" rows="4" maxlength="500" .value=${me.source.note}></textarea>
          </label>
          <label class="field">
            <span>${t("avatar")}</span>
            <input type="file" name="avatar" accept="image/*" />
          </label>
          <label class="field">
            <span>${t("header")}</span>
            <input type="file" name="header" accept="image/*" />
          </label>
          <label class="check">
            <input type="checkbox" name="locked" value="true" ?checked=${me.locked} />
            <span>${t("locked")}</span>
          </label>
          <button type="submit">${t("save")}</button>
        </form>
      </section>
      <section aria-labelledby="account">
        <h2 id="account">${t("account")}</h2>
        <p>${t("account_hint")}</p>
        <p><a href="/auth/account">${t("account_link")}</a></p>
        <button type="button" class="quiet" @click=${signOut}>${t("sign_out")}</button>
      </section>`;
  }
}

function radio(group, value, words, chosen, choose) {
  return html`<label class="choice">
    <input
      type="radio"
      name=${group}
      value=${value}
      ?checked=${value === chosen}
      @change=${() => choose(value)}
    />
    <span>${words}</span>
  </label>`;
}

customElements.define("pando-settings", Settings);
