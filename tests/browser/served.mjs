// The same files handed out by a web server, somewhere below its root: every page is as quiet as from a disk.

import { eachPage, onePerKind, serveFolder } from "./harness.mjs";

export default async function ({ browser, report, site }) {
  const server = await serveFolder(site, "/books/2026/");
  try {
    await eachPage({ browser, report, items: ["", ...onePerKind(site)], home: server.address }, async ({ page, now, requests }, file) => {
      requests.clear();
      await page.goto(server.address + file);
      const style = await page.evaluate(() => [...document.styleSheets].reduce((rules, sheet) => rules + sheet.cssRules.length, 0));
      if (style < 50) report.add({ ...now, mode: "served", rule: "style", text: "the style sheet isn't read" });
      if (!requests.has(`${server.address}script.js`)) report.add({ ...now, mode: "served", rule: "script", text: "the script isn't asked for" });
    });
  } finally {
    server.end();
  }
}
