// What is asked of a page that is open: accessibility, layout, focus. Each look adds what it finds to the report.

import { axe } from "./harness.mjs";

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const axeSource = axe();

/** Every rule of axe, or those named, or all but those. */
export async function accessibility(watched, report, { only, without = [] } = {}) {
  const { page, now } = watched;
  if (!(await page.evaluate(() => Boolean(window.axe)))) {
    // Not as an element: the page's own policy would refuse it, and must.
    const session = await page.context().newCDPSession(page);
    const { exceptionDetails } = await session.send("Runtime.evaluate", { expression: `{ ${axeSource}\n }` });
    await session.detach();
    if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.text}`);
  }
  const violations = await page.evaluate(
    async ({ wcag, only, without }) => {
      const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: wcag };
      const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
      const result = await window.axe.run(document, { runOnly, rules, resultTypes: ["violations"], preload: false });
      return result.violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, failureSummary }) => ({ target: target.flat().join(" "), why: failureSummary })),
      }));
    },
    { wcag, only, without },
  );
  for (const { id, nodes } of violations) {
    for (const { target, why } of nodes) report.add({ ...now, selector: target, rule: `axe ${id}`, text: why.replace(/\s+/g, " ") });
  }
}

/** Nothing wider than the page, no text cut off, none over another. */
export async function layout(watched, report) {
  for (const problem of await watched.page.evaluate(measure)) report.add({ ...watched.now, ...problem });
}

/** What holds of every page's markup, whatever it is about. */
export async function markup(watched, report) {
  for (const problem of await watched.page.evaluate(inspect)) report.add({ ...watched.now, ...problem });
}

/** The Tab key comes to everything that can be used, and each shows that it has come. */
export async function keyboard(watched, report) {
  const { page, now } = watched;
  await page.evaluate(() => {
    // Where the Tab key starts from is where the focus was last.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    const usable = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex]";
    window.unreached = new Set([...document.querySelectorAll(usable)].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })));
    window.reached = new Set();
  });
  for (let stops = 0; stops < 3000; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(stopAt);
    if (stop.end) break;
    for (const problem of stop.problems) report.add({ ...now, ...problem });
  }
  for (const selector of await page.evaluate(() => [...window.unreached].map((one) => one.outerHTML.slice(0, 120)))) {
    report.add({ ...now, selector, rule: "keyboard", text: "the Tab key doesn't come here" });
  }
}

// The functions below run in the page.

function stopAt() {
  const one = document.activeElement;
  if (!one || one === document.body || window.reached.has(one)) return { end: true };
  window.reached.add(one);
  window.unreached.delete(one);
  const problems = [];
  const tell = (rule, text) => problems.push({ selector: one.outerHTML.slice(0, 120), rule, text });
  const style = getComputedStyle(one);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!one.matches(":focus-visible") || !outlined) tell("focus", `shows nothing when the keyboard comes: outline ${style.outline}`);
  const box = [...one.getClientRects()].find((rect) => rect.width && rect.height) ?? one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = box.top + box.height / 2;
  const seen = y >= 0 && y < innerHeight ? document.elementFromPoint(x, y) : undefined;
  if (!seen) tell("focus", `is out of sight when the keyboard comes: ${Math.round(box.left)}, ${Math.round(box.top)}`);
  else if (seen !== one && !one.contains(seen) && !seen.contains(one)) tell("focus", `is covered by ${seen.outerHTML.slice(0, 80)}`);
  return { problems };
}

function inspect() {
  const problems = [];
  const tell = (rule, text, selector = "") => problems.push({ rule, text, selector });
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  if (!meta("robots").includes("noindex")) tell("noindex", "search engines may list the page");
  const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']")?.content ?? "";
  if (!policy.includes("default-src 'none'") || policy.includes("unsafe")) tell("policy", `too lax: ${policy}`);
  for (const table of document.querySelectorAll("table")) {
    if (table.closest(".prose")) continue;
    const head = table.outerHTML.slice(0, 100);
    if (!table.caption?.textContent.trim() && !table.ariaLabel && !table.getAttribute("aria-labelledby")) tell("table", "has no caption", head);
    for (const th of table.querySelectorAll("th")) if (!th.scope) tell("table", "a heading has no scope", th.outerHTML.slice(0, 100));
  }
  for (const one of document.querySelectorAll("*")) {
    for (const { name } of one.attributes) {
      if (name === "style" || name.startsWith("on")) tell("markup", `carries ${name}=`, one.outerHTML.slice(0, 100));
    }
    if (one.tabIndex > 0) tell("keyboard", "jumps the queue of the Tab key", one.outerHTML.slice(0, 100));
  }
  const ids = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (ids.has(id)) tell("markup", `two elements are #${id}`);
    ids.add(id);
  }
  return problems;
}

function measure() {
  const problems = [];
  const path = (one) => {
    const steps = [];
    for (let at = one; at && at !== document.body && steps.length < 4; at = at.parentElement) {
      const classes = typeof at.className === "string" ? at.className : (at.className?.baseVal ?? "");
      steps.unshift(at.localName + classes.trim().split(/\s+/).filter(Boolean).map((name) => `.${name}`).join(""));
    }
    return steps.join(" > ");
  };
  const tell = (rule, one, text) => problems.push({ rule, selector: path(one), text });
  const width = document.documentElement.clientWidth;
  const known = new Map();
  const boxOf = (one) => {
    if (!known.has(one)) {
      const { overflowX, overflowY } = getComputedStyle(one);
      known.set(one, { across: overflowX, down: overflowY, box: one.getBoundingClientRect(), isOpen: overflowX === "visible" && overflowY === "visible" });
    }
    return known.get(one);
  };
  const clips = (one) => !boxOf(one).isOpen;
  const hiddenOnPurpose = (one) => one.closest(".unseen, .skip, thead") && getComputedStyle(one.closest(".unseen, .skip, thead")).position === "absolute";

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OPTION"].includes(parent.tagName.toUpperCase())) continue;
    if (/^(title|desc)$/.test(parent.localName) || !parent.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    if (hiddenOnPurpose(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width > 0.5 && rect.height > 0.5) texts.push({ node, parent, rect, words: node.data.trim().slice(0, 40) });
    }
  }

  if (document.documentElement.scrollWidth > width + 1) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1 && ![...one.children].some((child) => child.getBoundingClientRect().right > width + 1));
    const culprits = wide.filter((one) => !one.parentElement.closest("*") || ![...ancestors(one)].some(clips));
    for (const one of culprits.slice(0, 5)) tell("horizontal scrolling", one, `reaches ${Math.round(one.getBoundingClientRect().right)} of ${width} px`);
    if (!culprits.length) tell("horizontal scrolling", document.body, `the page is ${document.documentElement.scrollWidth} of ${width} px wide`);
  }
  function* ancestors(one) {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) yield at;
  }

  for (const { parent, rect, words } of texts) {
    for (let at = parent; at && at !== document.body; at = at.parentElement) {
      const { across, down, box, isOpen } = boxOf(at);
      if (isOpen) continue;
      const cutAcross = /hidden|clip/.test(across) && (rect.right > box.right + 1.5 || rect.left < box.left - 1.5);
      const cutDown = /hidden|clip/.test(down) && (rect.bottom > box.bottom + 3 || rect.top < box.top - 3);
      if (cutAcross || cutDown) {
        tell("cut off", parent, `"${words}" is cut off by ${path(at)}`);
        break;
      }
      if (/auto|scroll/.test(across + down)) break;
    }
    if (rect.left < -1) tell("cut off", parent, `"${words}" begins left of the page`);
  }

  texts.sort((a, b) => a.rect.top - b.rect.top);
  const told = new Set();
  texts.forEach((one, index) => {
    for (let next = index + 1; next < texts.length && texts[next].rect.top < one.rect.bottom; next += 1) {
      const other = texts[next];
      if (other.node === one.node || told.has(other.node)) continue;
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
      if (across > 2 && down > 0.45 * Math.min(one.rect.height, other.rect.height)) {
        told.add(other.node);
        tell("text over text", other.parent, `"${other.words}" lies over "${one.words}"`);
      }
    }
  });
  return problems;
}
