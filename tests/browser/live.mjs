// `dunlin serve` in a browser: a save shows by itself, so does what can't be read, and it ends when told to.

import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { enter, watch } from "./harness.mjs";
import { accessibility, layout } from "./looks.mjs";

const patience = 60_000;

export default async function ({ browser, report, dunlin, folder, ledger, day }) {
  const served = await serve({ dunlin, folder, words: [ledger, "--port", "0", "--as-of", day] });
  const tell = (rule, text) => report.add({ page: "dunlin serve", mode: "served", rule, text });
  try {
    const context = await browser.newContext();
    const watched = await watch(context, report, served.address);
    watched.now = { page: "dunlin serve", mode: "light" };
    await enter(watched, "light");
    await saved(watched, { report, served, ledger: path.join(folder, ledger), tell });
    await broken(watched, { report, served, ledger: path.join(folder, ledger) });
    const second = await serve({ dunlin, folder, words: [ledger, "--port", String(served.port)] });
    if (second.port <= served.port || second.port > served.port + 10) tell("port", `${served.port} is in use, and ${second.port} is taken`);
    watched.home = second.address;
    await watched.page.goto(second.address);
    await ends(watched, second, tell);
    await context.close();
    await opens({ dunlin, folder, ledger, tell });
  } finally {
    served.child.kill("SIGKILL");
  }
}

/** A server, once it has said where it is. */
async function serve({ dunlin, folder, words, env = {} }) {
  const child = spawn(dunlin, ["serve", ...words], { cwd: folder, env: { HOME: folder, PATH: "/usr/bin:/bin", ...env }, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));
  const address = await new Promise((done, fail) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      if (said.includes("\n")) done(said.trim());
    });
    ended.then((code) => fail(new Error(`dunlin serve ended with ${code}`)));
  });
  return { child, ended, address, port: Number(new URL(address).port) };
}

/** A client gets another name; every page that shows it does so by itself. */
async function saved({ page }, { report, served, ledger, tell }) {
  const clients = path.join(ledger, "clients");
  const file = path.join(clients, fs.readdirSync(clients).filter((name) => name.endsWith(".yaml")).sort()[0]);
  const text = fs.readFileSync(file, "utf8");
  await page.goto(`${served.address}clients.html`);
  await page.evaluate(() => (window.before = true));
  const waits = [];
  for (const name of ["Renamed and Sons", "Renamed Once More"]) {
    const begun = performance.now();
    fs.writeFileSync(file, text.replace(/^name: .*$/m, `name: ${name}`));
    await page.getByText(name).first().waitFor({ timeout: patience });
    waits.push(Math.round(performance.now() - begun));
  }
  if (await page.evaluate(() => window.before)) tell("live", "the page shows the new name without having been loaded again");
  report.note(`live: a save shows after ${waits.join(" and ")} ms`);
}

/** A broken file is told over the page, which stays; mended, nothing is left of it. */
async function broken(watched, { report, served, ledger }) {
  const { page } = watched;
  const file = path.join(ledger, "clients", "alpenrad.yaml");
  const text = fs.readFileSync(file, "utf8");
  const overlay = page.getByRole("alert");
  await page.goto(served.address);
  fs.writeFileSync(file, "name: [<img src=x onerror=alert(1)>\n");
  await overlay.filter({ hasText: "clients/alpenrad.yaml" }).waitFor({ timeout: patience });
  for (const mode of ["light", "dark", "phone"]) {
    await enter(watched, mode);
    watched.now = { page: "dunlin serve: the overlay", mode };
    await accessibility(watched, report);
    await layout(watched, report);
  }
  await enter(watched, "light");
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "detached" });
  await page.reload();
  await overlay.waitFor({ timeout: patience });
  fs.writeFileSync(file, text);
  await overlay.waitFor({ state: "detached", timeout: patience });
}

/** Ctrl-C, and the page says that it is on its own. */
async function ends(watched, served, tell) {
  watched.now = { page: "dunlin serve: its end", mode: "light" };
  // The browser tells of the connection that it lost.
  watched.isForgiven = (rule, text) => /_dunlin\/events|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/.test(text);
  served.child.kill("SIGINT");
  const code = await served.ended;
  if (code !== 0) tell("end", `Ctrl-C ends it with ${code}`);
  await watched.page.getByRole("alert").filter({ hasText: "has ended" }).waitFor({ timeout: patience });
}

/** `--open` hands the address to the program that opens addresses. */
async function opens({ dunlin, folder, ledger, tell }) {
  if (process.platform !== "linux") return;
  const bin = path.join(folder, "bin");
  const told = path.join(folder, "opened");
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, "xdg-open"), `#!/bin/sh\necho "$1" > '${told}.part' && mv '${told}.part' '${told}'\n`, { mode: 0o755 });
  const served = await serve({ dunlin, folder, words: [ledger, "--port", "0", "--open"], env: { PATH: `${bin}:/usr/bin:/bin` } });
  try {
    const begun = Date.now();
    while (!fs.existsSync(told) && Date.now() - begun < patience) await new Promise((done) => setTimeout(done, 20));
    const opened = fs.existsSync(told) ? fs.readFileSync(told, "utf8").trim() : "nothing";
    if (opened !== served.address) tell("open", `opens ${opened} instead of ${served.address}`);
  } finally {
    served.child.kill("SIGTERM");
    await served.ended;
  }
}
