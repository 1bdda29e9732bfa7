// What every area stands on: the packages that npm put below target/, one browser, pages that tell on themselves, and one report.

import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
export const packages = process.env.DUNLIN_BROWSER_PACKAGES ?? path.join(here, "../../target/tmp/browser");
const borrow = createRequire(path.join(packages, "package.json"));

/** How a page is looked at. `phone` is the narrowest that must do, `print` a sheet of A4 within its margins. */
export const modes = {
  light: { width: 1280, height: 900, media: { media: "screen", colorScheme: "light" } },
  dark: { width: 1280, height: 900, media: { media: "screen", colorScheme: "dark" } },
  phone: { width: 360, height: 740, media: { media: "screen", colorScheme: "light" } },
  print: { width: 680, height: 1000, media: { media: "print", colorScheme: "light" } },
};

/** What is wrong, gathered to the end, so that one run tells everything. */
export class Report {
  #found = new Map();
  #notes = [];

  /** A problem: on which page, in which mode, at which element, against which rule, in words. */
  add({ page, mode = "light", selector = "", rule, text }) {
    const key = JSON.stringify([rule, mode, selector, text]);
    const pages = this.#found.get(key) ?? new Set();
    this.#found.set(key, pages.add(page));
  }

  /** Something worth knowing that is no problem. */
  note(text) {
    this.#notes.push(text);
  }

  /** Each problem once, with the pages that have it. */
  text() {
    const lines = [...this.#found].map(([key, pages]) => {
      const [rule, mode, selector, text] = JSON.parse(key);
      const all = [...pages].sort();
      const shown = all.slice(0, 4).join(", ") + (all.length > 4 ? ` and ${all.length - 4} more pages` : "");
      return `${rule} (${mode}) ${shown}\n    ${selector ? `${selector}: ` : ""}${text}`;
    });
    return lines.sort().join("\n");
  }

  get notes() {
    return this.#notes;
  }

  get count() {
    return this.#found.size;
  }
}

/** Debian's Chromium, or another that is on PATH. */
export function chromium() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).concat("/usr/bin");
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
  if (!found) throw new Error("missing: Chromium (Debian: apt-get install chromium)");
  return found;
}

export async function launch() {
  const { chromium: engine } = borrow("playwright-core");
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return engine.launch({ executablePath: chromium(), args: quiet });
}

/** The source of axe, which is run in a page without being let in by its policy. */
export const axe = () => fs.readFileSync(borrow.resolve("axe-core/axe.min.js"), "utf8");
export const jar = () => path.join(packages, "node_modules/vnu-jar/build/dist/vnu.jar");

/** Every page of a site, by file name. */
export const pagesOf = (site) => fs.readdirSync(site).filter((file) => file.endsWith(".html")).sort();

/** `client-acme.html` and `client-zorro.html` are of one kind, `clients.html` and `clients-2.html` of another. */
export const kindOf = (file) => file.split(/[-.]/)[0];

/** Of each kind the page with the most on it. */
export function onePerKind(site) {
  const largest = new Map();
  for (const file of pagesOf(site)) {
    const size = fs.statSync(path.join(site, file)).size;
    const known = largest.get(kindOf(file));
    if (!known || known.size < size) largest.set(kindOf(file), { file, size });
  }
  return [...largest.values()].map(({ file }) => file);
}

export const addressOf = (site, file) => pathToFileURL(path.join(site, file)).href;

/** Works through `items` with as many pages at once as there are cores to draw them, each page in a context of its own. */
export async function eachPage({ browser, report, items, home, options = {} }, work) {
  const queue = [...items];
  const worker = async () => {
    const context = await browser.newContext({ viewport: modes.light, ...options });
    const watched = await watch(context, report, home);
    while (queue.length) {
      const item = queue.shift();
      watched.now = { page: typeof item === "string" ? item : item.name, mode: "light" };
      try {
        await work(watched, item);
      } catch (error) {
        report.add({ ...watched.now, rule: "harness", text: String(error?.stack ?? error) });
      }
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(os.cpus().length, 2), 4) }, worker));
}

/** A page that reports whatever it says, asks for or opens; `home` is where its requests may go. */
export async function watch(context, report, home) {
  const page = await context.newPage();
  const watched = { page, home, now: { page: "about:blank", mode: "light" }, requests: new Set(), isForgiven: () => false };
  const tell = (rule, text) => {
    if (!watched.isForgiven(rule, text)) report.add({ ...watched.now, rule, text });
  };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) tell(`console ${message.type()}`, message.text());
  });
  page.on("pageerror", (error) => tell("uncaught error", String(error)));
  page.on("dialog", async (dialog) => {
    tell("dialog", `${dialog.type()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on("page", (other) => tell("window", `another window opens: ${other.url()}`));
  page.on("request", (request) => {
    watched.requests.add(request.url());
    if (!request.url().startsWith(watched.home)) tell("foreign request", request.url());
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // What a page asks for last is dropped when the next page comes soon.
    const dropped = why === "net::ERR_ABORTED" && /\/(icon\.svg|_dunlin\/events)$/.test(request.url());
    if (!dropped) tell("failed request", `${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) tell("failed request", `${response.url()}: ${response.status()}`);
  });
  return watched;
}

/** The page as somebody in this mode sees it. */
export async function enter(watched, mode) {
  const { width, height, media } = modes[mode];
  watched.now = { ...watched.now, mode };
  await watched.page.emulateMedia({ ...media, reducedMotion: "reduce" });
  await watched.page.setViewportSize({ width, height });
}

/** A folder handed out below a path, as any web server would. */
export async function serveFolder(folder, below) {
  const kinds = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml", json: "application/json", ics: "text/calendar", eml: "message/rfc822" };
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.join(folder, asked.startsWith(below) ? asked.slice(below.length) || "index.html" : "no such file");
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": kinds[path.extname(file).slice(1)] ?? "application/octet-stream" });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}${below}`, end: () => server.close() };
}
