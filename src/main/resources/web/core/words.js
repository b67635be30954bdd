// What the app says, in the reader's language: words/en.json and words/ko.json. A text may have
// places for values ("{name}") and forms for numbers (keys of Intl.PluralRules, chosen by "count").

export const LANGUAGES = { en: "English", ko: "한국어" };

const CHOICE = "pando.language";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

export const language = chosen() ?? navigator.languages.find(known)?.slice(0, 2) ?? "en";

let texts = {};
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language, { notation: "compact" });
const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const spans = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });

function known(tag) {
  return tag.slice(0, 2) in LANGUAGES;
}

function chosen() {
  const tag = localStorage.getItem(CHOICE);
  return tag && known(tag) ? tag : null;
}

/** Loads the texts; nothing can be said before. */
export async function loadWords() {
  const file = new URL(`../words/${language}.json`, import.meta.url);
  texts = await (await fetch(file)).json();
  document.documentElement.lang = language;
}

/** Chooses a language for this browser, and shows the page in it. */
export function chooseLanguage(tag) {
  localStorage.setItem(CHOICE, tag);
  location.reload();
}

/** A text by its key. An unknown key is shown as it is, so that nobody overlooks it. */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  const form = typeof text === "string" ? text : (text[plurals.select(values.count)] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name) =>
    name === "count" ? numbers.format(values.count) : values[name],
  );
}

/** A number as short as people say it: 1.2K, 1.2천. */
export function short(number) {
  return numbers.format(number);
}

/** When something was, as one says it: "2h ago", and the date after a week. */
export function ago(time) {
  const seconds = Math.round((Date.parse(time) - Date.now()) / 1000);
  const age = Math.abs(seconds);
  if (age < MINUTE) return t("just_now");
  if (age < HOUR) return spans.format(Math.trunc(seconds / MINUTE), "minute");
  if (age < DAY) return spans.format(Math.trunc(seconds / HOUR), "hour");
  if (age < WEEK) return spans.format(Math.trunc(seconds / DAY), "day");
  return dates.format(Date.parse(time));
}

/** Date and time, in full. */
export function moment(time) {
  return moments.format(Date.parse(time));
}
