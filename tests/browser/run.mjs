// Runs one area: `node run.mjs AREA WORLD`, where WORLD is a JSON file that tells the area what to look at.
// Ends with status 1 and every problem found, or with status 0.

import fs from "node:fs";
import { launch, Report } from "./harness.mjs";

const [area, world] = process.argv.slice(2);
const begun = Date.now();
const { default: look, needsBrowser = true } = await import(`./${area}.mjs`);
const report = new Report();
let browser;
try {
  if (needsBrowser) browser = await launch();
  await look({ ...JSON.parse(fs.readFileSync(world, "utf8")), browser, report });
} catch (error) {
  report.add({ page: "-", rule: "harness", text: String(error?.stack ?? error) });
} finally {
  await browser?.close();
}
for (const note of report.notes) console.log(note);
if (report.count) {
  console.log(`${area}: ${report.count} problems\n${report.text()}`);
  process.exitCode = 1;
} else {
  console.log(`${area}: nothing wrong, in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}
