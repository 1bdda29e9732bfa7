// Every page of a site from its files: quiet, asking for nothing from elsewhere, accessible, in one piece in each mode,
// and every link in it leads somewhere.

import fs from "node:fs";
import path from "node:path";
import { addressOf, eachPage, enter, onePerKind, pagesOf } from "./harness.mjs";
import { accessibility, keyboard, layout, markup } from "./looks.mjs";

export default async function ({ browser, report, site, sources = [] }) {
  const files = pagesOf(site);
  const sampled = new Set(onePerKind(site));
  const found = new Map();
  const dressed = new Set();
  // The sampled ones take longest, so they go first.
  const items = [...sampled, ...files.filter((file) => !sampled.has(file))];
  await eachPage({ browser, report, items, home: addressOf(site, "") }, async (watched, file) => {
    const { page } = watched;
    await enter(watched, "light");
    await page.goto(addressOf(site, file));
    found.set(file, await page.evaluate(collect));
    await markup(watched, report);
    await layout(watched, report);
    // What is dressed as something before it needs no second look at its colours; a sampled page gets every rule.
    const isNew = (await page.evaluate(dresses)).filter((one) => !dressed.has(one) && dressed.add(one)).length > 0 || sampled.has(file);
    await accessibility(watched, report, { without: isNew ? [] : ["color-contrast"] });
    if (isNew) {
      await enter(watched, "dark");
      await accessibility(watched, report, { only: sampled.has(file) ? undefined : ["color-contrast"] });
    }
    if (sampled.has(file)) await keyboard(watched, report);
    await enter(watched, "phone");
    await layout(watched, report);
    if (sampled.has(file)) await accessibility(watched, report, { only: ["target-size", "color-contrast", "scrollable-region-focusable"] });
    await enter(watched, "print");
    await layout(watched, report);
  });
  links({ site, found, report, sources });
}

/** Every way in which elements are dressed, by their classes and those of what they stand in. Runs in the page. */
function dresses() {
  const dress = (one) => `${one.localName}.${typeof one.className === "string" ? one.className : one.className.baseVal}`;
  return [...new Set([...document.body.querySelectorAll("*")].map((one) => `${dress(one.parentElement)} ${dress(one)}`))];
}

/** What a page refers to, and what can be referred to in it. Runs in the page. */
function collect() {
  const refers = [...document.querySelectorAll("[href], [src], [action], [data], [poster], [srcset], [data-src]")].flatMap((one) =>
    ["href", "src", "action", "data", "poster", "srcset", "data-src"].filter((name) => one.hasAttribute(name)).map((name) => ({ to: one.getAttribute(name), rel: one.rel ?? "", tag: one.localName, html: one.outerHTML.slice(0, 140) })),
  );
  return { refers, ids: [...document.querySelectorAll("[id]")].map(({ id }) => id), title: document.title };
}

/** Each link leads to a file of the site and a place in it, and each file is led to; nothing outside is asked. */
function links({ site, found, report, sources }) {
  const files = new Set(fs.readdirSync(site, { recursive: true }).filter((file) => fs.statSync(path.join(site, file)).isFile() && !file.startsWith(".")));
  const ledTo = new Set(["index.html"]);
  const titles = new Map();
  for (const [page, { refers, title }] of found) {
    const tell = (rule, text, selector) => report.add({ page, rule, text, selector });
    if (titles.has(title)) tell("title", `"${title}" is the title of ${titles.get(title)} too`);
    titles.set(title, page);
    for (const { to, rel, tag, html } of refers) {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(to)?.[1].toLowerCase();
      if (scheme === "mailto" || scheme === "tel") continue;
      if (scheme || to.startsWith("//")) {
        // What a source of law in data/ is called can't be changed here.
        if (scheme !== "https" && !sources.includes(to)) tell("link", `isn't https: ${to}`, html);
        if (!rel.split(/\s+/).includes("noreferrer")) tell("link", "would tell the other site where the reader came from: no rel=noreferrer", html);
        if (tag !== "a") tell("link", "is asked of another site", html);
        continue;
      }
      if (to.startsWith("/")) tell("link", `works at the root of a server only: ${to}`, html);
      const [address, anchor] = to.split("#");
      const file = decodeURIComponent(address.split("?")[0]) || page;
      if (file !== page) ledTo.add(file);
      if (!files.has(file)) tell("link", `there is no ${file}`, html);
      else if (anchor && found.has(file) && !found.get(file).ids.includes(decodeURIComponent(anchor))) tell("link", `${file} has no #${anchor}`, html);
    }
  }
  for (const file of files) if (!ledTo.has(file) && !fromScripts(site, files, file)) report.add({ page: file, rule: "link", text: "nothing leads to this file" });
}

/** Parts of the search and the like, which a script asks for by name. */
const fromScripts = (site, files, file) => /^search-.*\.js$/.test(file) || file.endsWith(".js") && [...files].some((other) => other.endsWith(".js") && other !== file && fs.readFileSync(path.join(site, other), "utf8").includes(file.replace(/[-\d]*\.js$/, "")));
