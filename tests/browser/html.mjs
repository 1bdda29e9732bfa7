// Every page by the Nu HTML checker, all in one run of it: no error, no warning.

import { execFile } from "node:child_process";
import path from "node:path";
import { jar } from "./harness.mjs";

export const needsBrowser = false;

export default async function ({ report, sites }) {
  const { messages } = await check(sites);
  for (const { url = "-", type, subType, message, extract = "" } of messages) {
    // It reads our policy as if the page came from a server whose address it doesn't know; browsers judge that, and tell.
    if (/Content Security Policy.*blocked by/.test(message)) continue;
    const page = path.basename(decodeURIComponent(url));
    report.add({ page, rule: `html ${subType ?? type}`, selector: extract.replace(/\s+/g, " "), text: message });
  }
}

async function check(sites) {
  const options = ["-Xss8m", "-jar", jar(), "--format", "json", "--skip-non-html", "--exit-zero-always", ...sites];
  const said = await new Promise((done, fail) =>
    execFile("java", options, { maxBuffer: 1 << 28 }, (error, _, told) => {
      if (error) fail(new Error(error.code === "ENOENT" ? "missing: Java (Debian: apt-get install default-jre-headless)" : String(error)));
      else done(told);
    }),
  );
  return JSON.parse(said);
}
