// A ledger by somebody who means no good: what they wrote is text on every page, and no page falls apart over it.

import { addressOf, eachPage, enter, onePerKind, pagesOf } from "./harness.mjs";
import { layout, markup } from "./looks.mjs";

// Characters that turn round what follows them; text that holds one could swap a name and a figure.
const steering = /[\u202a-\u202e\u2066-\u2069]/;

export default async function ({ browser, report, site, marker }) {
  const sampled = new Set(onePerKind(site));
  const seen = new Set();
  await eachPage({ browser, report, items: pagesOf(site), home: addressOf(site, "") }, async (watched, file) => {
    const { page } = watched;
    const tell = (rule, text, selector) => report.add({ ...watched.now, rule, text, selector });
    await enter(watched, "light");
    await page.goto(addressOf(site, file));
    const { pwned, elements, texts, handlers } = await page.evaluate(inspect);
    if (pwned !== undefined) tell("hostile", `a script ran: ${pwned}`);
    for (const html of elements) tell("hostile", "is an element that a name made", html);
    for (const html of handlers) tell("hostile", "would run a script", html);
    for (const text of texts) {
      if (text.includes(marker)) seen.add(marker);
      if (steering.test(text)) tell("hostile", `turns the text around it: ${JSON.stringify(text.slice(0, 80))}`);
    }
    await markup(watched, report);
    await enter(watched, "phone");
    await layout(watched, report);
    if (sampled.has(file)) {
      await enter(watched, "light");
      await layout(watched, report);
    }
    // Whatever waits for a pointer gets one.
    await page.evaluate(() => {
      for (const one of document.querySelectorAll("*:not(#search)")) for (const kind of ["mouseover", "focus", "click"]) if (kind !== "click" || one.localName === "summary") one.dispatchEvent(new Event(kind));
    });
    if (await page.evaluate(() => window.pwned)) tell("hostile", "a script ran when it was pointed at");
  });
  if (!seen.has(marker)) report.add({ page: "-", rule: "hostile", text: "no page shows a hostile name, so nothing was tested" });
}

function inspect() {
  const ours = new Set(["icon.svg", "style.css", "script.js"]);
  const foreign = [...document.querySelectorAll("script, img, iframe, object, embed, link, style, base, form:not([role=search])")].filter((one) => {
    const leads = one.getAttribute("src") ?? one.getAttribute("href");
    return !(leads && (ours.has(leads) || /^[a-z-]+(-\d+)?\.(js|ics)$/.test(leads)));
  });
  const handlers = [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || /^\s*(javascript|data|vbscript):/i.test(["href", "src", "action"].includes(name) ? value : "")));
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  for (const one of document.querySelectorAll("[title], [aria-label], [alt], [content]")) texts.push(["title", "aria-label", "alt", "content"].map((name) => one.getAttribute(name) ?? "").join(" "));
  const shorten = (one) => one.outerHTML.slice(0, 120);
  return { pwned: window.pwned, elements: foreign.map(shorten), handlers: handlers.map(shorten), texts };
}
