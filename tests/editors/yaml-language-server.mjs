// Asks the YAML language server itself what it says of a ledger that `dunlin init` made: its diagnostics, a hover, the
// completions. Not part of `cargo test`, for it needs node and a package:
//
//   npm install --prefix target/yamlls yaml-language-server
//   cargo build && node tests/editors/yaml-language-server.mjs
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const ledger = join(mkdtempSync(join(tmpdir(), "dunlin-")), "books");
execFileSync("target/debug/dunlin", ["init", ledger, "--as-of", "2026-03-02", "--quiet"]);

const server = spawn("node", ["target/yamlls/node_modules/.bin/yaml-language-server", "--stdio"]);
const settings = {
  yaml: {
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    schemas: { "./.dunlin/schemas/plan.json": ["/plans/**/*.yaml", "/plans/**/*.yml"] },
  },
};
const waiting = new Map();
const diagnostics = new Map();
let buffer = Buffer.alloc(0);
let last = 0;

server.stdout.on("data", (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const head = buffer.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head))[1]);
    if (buffer.length < head + 4 + length) return;
    take(JSON.parse(buffer.subarray(head + 4, head + 4 + length)));
    buffer = buffer.subarray(head + 4 + length);
  }
});

function take(message) {
  if (message.method === "textDocument/publishDiagnostics") {
    diagnostics.set(message.params.uri, message.params.diagnostics);
  } else if (message.method && message.id !== undefined) {
    const result = message.method === "workspace/configuration" ? message.params.items.map(({ section }) => settings[section] ?? {}) : null;
    send({ id: message.id, result });
  } else if (waiting.has(message.id)) {
    waiting.get(message.id)(message.result);
  }
}

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

const tell = (method, params) => send({ method, params });
const ask = (method, params) =>
  new Promise((resolve) => {
    waiting.set(++last, resolve);
    send({ id: last, method, params });
  });

// Each text is a file of its own: what a server says of a file that is closed comes late.
let files = 0;
async function said(path, text) {
  const uri = pathToFileURL(join(ledger, path.replace(/\/x\.yaml$/, `/x${++files}.yaml`))).href;
  tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  for (let tries = 0; tries < 100 && !diagnostics.has(uri); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const found = diagnostics.get(uri).map((d) => `${d.range.start.line + 1}: ${d.message}`);
  return { uri, found };
}

async function done(uri) {
  tell("textDocument/didClose", { textDocument: { uri } });
}

const root = { uri: pathToFileURL(ledger).href, name: "books" };
await ask("initialize", { processId: null, rootUri: root.uri, workspaceFolders: [root], capabilities: {} });
tell("initialized", {});
tell("workspace/didChangeConfiguration", { settings });

// A file without modelines, found by its folder.
for (const path of ["plans/x.yaml", "plans/2026/03/x.yaml"]) {
  const { found } = await said(path, "client: acme\n");
  assert.ok(found.includes('1: Missing property "agreed".'), `${path}: ${found}`);
}

// What dunlin writes is clean.
for (const path of ["dunlin.yaml", "clients/acme.yaml", "invoices/inv-001.yaml", "invoices/inv-002.yaml", "payments/acme-deposit.yaml"]) {
  const { uri, found } = await said(path, readFileSync(join(ledger, path), "utf8"));
  assert.deepEqual(found, [], path);
  await done(uri);
}

const head = readFileSync(join(ledger, "invoices/inv-001.yaml"), "utf8").split("\n").slice(0, 2).join("\n");
const modelines = (path) => head.replaceAll("invoice.", `${path.split("/")[0].replace(/s$/, "")}.`);

const invoices = [
  ["client: acme\namount: 10\nisued: 2026-01-01\n", "5: Property isued is not allowed."],
  ["client: acme\namount: 10\nissued: 1.3.2026\n", "5: write year, month and day as in 2026-03-01"],
  ["client: acme\namount: 1,250.50\n", "4: write digits above 0, and a point before the decimals: 1250.50"],
  ["client: acme\namount: -5\n", "4: Value is below the exclusive minimum of 0."],
  ["client: acme\n", "3: say what is to be paid: amount or lines"],
  ["client: acme\namount: 10\nlate_charges: clam\n", '5: Value is not accepted. Valid values: "claim", "if-demanded", "waive".'],
  ["client: acme\namount: 10\ncurrency: eur\n", "5: write its three-letter code, such as EUR or USD"],
  ["client: acme\namount: 10\nnumber: 0123\nx-mine: [1]\n"],
  ["client: no\namount: 10\nlanguage: no\n"],
  ["client:\namount: 10\n", "3: write one, or leave the line out"],
  ["client: acme\namount: 10\nwithholding: {percent: 15}\n", "3: a percentage is of `lines`: add them, or withhold an `amount`"],
];
const contracts = [
  ["client: acme\ntotal: 100\nschedule:\n  - {id: a, due: 2026-01-01, expected: 2026-01-01, amount: 1}\n", "6: Property expected is not allowed."],
  ["client: acme\ntotal: 100\nschedule:\n  - {id: a, amount: 1}\n", "6: say when it is due: one of due, expected, every"],
  ["client: acme\nschedule:\n  - {id: a, due: 2026-01-01, percent: 1}\n", "3: an instalment is a part of `total`: add it"],
  ["client: acme\ntotal: 5\nschedule:\n  - {id: a, due: 2026-01-01, rest: true, from: 2026-01-01}\n", "6: only what is repeated has `from` and `until`: add `every`"],
  ["client: acme\ntotal: 5\nschedule:\n  - {id: a, every: month, amount: 1}\n", "6: add `from`, its first day"],
  ["client: acme\ntotal: 5\njurisdiction: mars\nterms: {payment_days: [1]}\n", "6: write digits only, such as 14"],
];
for (const [path, texts] of [["invoices/x.yaml", invoices], ["contracts/x.yaml", contracts]]) {
  for (const [text, ...expected] of texts) {
    const { uri, found } = await said(path, `${modelines(path)}\n${text}`);
    assert.deepEqual(found, expected, text);
    await done(uri);
  }
}

// Hover and completion, where the cursor stands at `|`.
async function at(path, text, method) {
  const before = `${modelines(path)}\n${text}`;
  const lines = before.slice(0, before.indexOf("|")).split("\n");
  const { uri } = await said(path, before.replace("|", ""));
  const position = { line: lines.length - 1, character: lines.at(-1).length };
  const result = await ask(method, { textDocument: { uri }, position });
  await done(uri);
  return result;
}
const hover = async (path, text) => (await at(path, text, "textDocument/hover"))?.contents?.value;
const offered = async (path, text) =>
  (await at(path, text, "textDocument/completion")).items.map((item) => item.label);
assert.match(await hover("invoices/x.yaml", "client: acme\nam|ount: 10\n"), /What is to be paid/);
assert.match(await hover("contracts/x.yaml", "client: acme\ntotal: 1\nterms:\n  grace|_days: 7\n"), /Days after the due date/);
for (const [path, text, ...expected] of [
  ["invoices/x.yaml", "client: acme\n|\n", "issued", "due", "amount"],
  ["invoices/x.yaml", "client: acme\nlate_charges: |\n", "claim", "if-demanded", "waive"],
  ["invoices/x.yaml", "client: acme\ncurrency: |\n", "EUR", "USD"],
  ["contracts/x.yaml", "client: acme\njurisdiction: |\n", "de", "us-ca", "gb-eng"],
  ["contracts/x.yaml", "client: acme\nschedule:\n  - |\n", "due", "percent", "up_to"],
  ["contracts/x.yaml", "client: acme\nterms:\n  late_interest: |\n", "statutory", "none"],
  ["log/x.yaml", "client: acme\nwhat: |\n", "contact", "dispute", "received"],
]) {
  const labels = await offered(path, text);
  for (const label of expected) assert.ok(labels.includes(label), `${text}: no ${label} in ${labels}`);
}
console.log("the YAML language server says what it should");
rmSync(ledger, { recursive: true });
server.kill();
