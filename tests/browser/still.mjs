// With scripts off: the same words and rows, every link, and no control that would do nothing.

import { addressOf, eachPage, onePerKind } from "./harness.mjs";

export default async function ({ browser, report, site }) {
  const home = addressOf(site, "");
  const items = onePerKind(site);
  const moving = new Map();
  await eachPage({ browser, report, items, home }, async ({ page }, file) => {
    await page.goto(addressOf(site, file));
    moving.set(file, await page.evaluate(read));
  });
  await eachPage({ browser, report, items, home, options: { javaScriptEnabled: false } }, async ({ page, now }, file) => {
    await page.goto(addressOf(site, file));
    const { texts, controls } = await page.evaluate(read);
    for (const text of moving.get(file).texts) {
      if (!texts.includes(text)) report.add({ ...now, mode: "no scripts", rule: "without scripts", text: `isn't there: ${text.slice(0, 80)}` });
    }
    for (const control of controls) report.add({ ...now, mode: "no scripts", rule: "without scripts", selector: control, text: "does nothing" });
  });
}

/** What is to be read, in whatever order, and what is to be pressed. Runs in the page. */
function read() {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const told = [...document.querySelectorAll("main :is(h1, h2, h3, p, dt, dd, th, td, li, caption, figcaption)")].filter((one) => seen(one) && !one.hasAttribute("role") && !one.closest("[data-script]"));
  const controls = [...document.querySelectorAll("button, input, select, textarea")].filter(seen);
  return { texts: told.map((one) => one.textContent.replace(/\s+/g, " ").trim()).filter(Boolean), controls: controls.map((one) => one.outerHTML.slice(0, 120)) };
}
