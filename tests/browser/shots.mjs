// Pictures of a site, for people to judge and for the README: `node tests/browser/shots.mjs SITE OUT [PAGE…]`.
// One page of each kind, or those named, in light, dark, at 360 px and as printed: OUT/PAGE-MODE.webp.
// The packages come with the first run of the tests, or by `npm ci --prefix tests/browser` and DUNLIN_BROWSER_PACKAGES.

import fs from "node:fs";
import path from "node:path";
import { addressOf, eachPage, enter, launch, modes, onePerKind, Report } from "./harness.mjs";

const most = 150_000;
const tallest = { light: 1600, dark: 1600, phone: 1480, print: 962 };

const [site, out, ...named] = process.argv.slice(2);
if (!site || !out) {
  console.error("usage: node tests/browser/shots.mjs SITE OUT [PAGE…]");
  process.exit(2);
}
fs.mkdirSync(out, { recursive: true });
const folder = path.resolve(site);
const report = new Report();
const browser = await launch();
const items = named.length ? named.map((name) => (name.endsWith(".html") ? name : `${name}.html`)) : onePerKind(folder);
await eachPage({ browser, report, items, home: addressOf(folder, ""), options: { deviceScaleFactor: 1.5 } }, async (watched, file) => {
  for (const mode of Object.keys(modes)) {
    await enter(watched, mode);
    await watched.page.goto(addressOf(folder, file));
    const picture = await shot(watched.page, mode);
    const name = `${path.basename(file, ".html")}-${mode}.webp`;
    fs.writeFileSync(path.join(out, name), picture);
    console.log(`${name} ${Math.ceil(picture.length / 1000)} kB`);
  }
});
await browser.close();
if (report.count) console.error(report.text());

/** The top of the page, as good as it can be at that size. */
async function shot(page, mode) {
  const session = await page.context().newCDPSession(page);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: modes[mode].width, height: Math.min(height, tallest[mode]), scale: 1 };
  let picture;
  for (const quality of [92, 85, 75, 60, 45]) {
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality, clip, captureBeyondViewport: true });
    picture = Buffer.from(data, "base64");
    if (picture.length <= most) break;
  }
  await session.detach();
  return picture;
}
