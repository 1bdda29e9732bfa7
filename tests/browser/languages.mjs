// The same ledger in each language: no key in place of a word, nothing left in English, the right `lang`, and room for
// the longest words.

import path from "node:path";
import { addressOf, eachPage, enter, onePerKind } from "./harness.mjs";
import { accessibility, layout } from "./looks.mjs";

export default async function ({ browser, report, sites, words }) {
  const items = Object.entries(sites).flatMap(([language, site]) => onePerKind(site).map((file) => ({ language, site, file, name: `${language}/${file}` })));
  const keys = new Set(Object.keys(words.en));
  const home = addressOf(path.dirname(Object.values(sites)[0]), "").replace(/[^/]*\/[^/]*$/, "");
  await eachPage({ browser, report, items, home }, async (watched, { language, site, file }) => {
    const tell = (rule, text) => report.add({ ...watched.now, rule, text });
    const { page } = watched;
    await enter(watched, "light");
    await page.goto(addressOf(site, file));
    const { lang, texts, spoken } = await page.evaluate(read);
    if (lang !== language) tell("lang", `the page says that it is in "${lang}"`);
    for (const one of spoken) if (!(one in words)) tell("lang", `"${one}" is no language of ours`);
    const english = language === "en" ? new Set() : leftInEnglish(words, language);
    for (const text of texts) {
      if (keys.has(text) && text.includes(".")) tell("words", `a key instead of a word: ${text}`);
      if (/\{[a-z][a-z0-9_-]*\}/i.test(text)) tell("words", `a gap that nothing filled: ${text.slice(0, 80)}`);
      if (/\b(undefined|NaN|null|None)\b/.test(text)) tell("words", `a value that isn't there: ${text.slice(0, 80)}`);
      if (english.has(text)) tell("words", `English in a page of ${language}: ${text}`);
    }
    await layout(watched, report);
    await accessibility(watched, report, { only: ["valid-lang", "html-has-lang", "document-title", "empty-heading", "link-name", "button-name"] });
    await enter(watched, "phone");
    await layout(watched, report);
    await enter(watched, "print");
    await layout(watched, report);
  });
}

/** English texts of two words or more that this language has others for. */
function leftInEnglish(words, language) {
  const own = new Set(Object.values(words[language]));
  return new Set(Object.entries(words.en).filter(([key, text]) => /\S\s\S/.test(text) && !text.includes("{") && words[language][key] !== text && !own.has(text)).map(([, text]) => text));
}

/** Every text that is in the page's own language, with what is only heard. Runs in the page. */
function read() {
  const lang = document.documentElement.lang;
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const text = data.replace(/\s+/g, " ").trim();
    if (text && parentElement.closest("[lang]").lang === lang && !parentElement.closest("code, pre, script")) texts.push(text);
  }
  const heard = ["aria-label", "title", "alt", "placeholder", "data-copied", "data-filter", "data-none", "data-label"];
  for (const one of document.querySelectorAll(heard.map((name) => `[${name}]`).join())) for (const name of heard) if (one.getAttribute(name)) texts.push(one.getAttribute(name).trim());
  return { lang, texts, spoken: [...new Set([...document.querySelectorAll("[lang]")].map((one) => one.lang.split("-")[0]))] };
}
