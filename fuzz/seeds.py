#!/usr/bin/env python3
"""Writes the first inputs of each target into fuzz/corpus/, out of files that the repository has anyway.

    fuzz/seeds.py [YAML_TEST_SUITE]

YAML_TEST_SUITE is a copy of github.com/yaml/yaml-test-suite, if you have one: its cases go to the loader too.
"""

import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
KINDS = {"clients": "b", "contracts": "d", "invoices": "f", "payments": "h", "log": "i", "plans": "k", "cases": "l"}
MARKDOWN = {"b": "c", "d": "e", "f": "g", "i": "j"}


def put(target, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def place(path):
    """The byte by which the loader's target knows where a file stands."""
    top = path.split("/")[0]
    if path == "dunlin.yaml":
        return "a"
    kind = KINDS.get(top)
    if kind and path.endswith(".md"):
        return MARKDOWN.get(kind)
    return kind


def record(path, text):
    at = place(path)
    if at:
        put("loader", at.encode() + text)


def ledgers():
    example = ROOT / "example-ledger"
    for file in sorted(example.rglob("*")):
        if file.is_file():
            record(file.relative_to(example).as_posix(), file.read_bytes())
    for file in sorted((ROOT / "tests" / "golden" / "reminders").rglob("*.md")):
        put("loader", b"m" + file.read_bytes())
        put("markdown", file.read_bytes())
    for page in sorted((ROOT / "src" / "check" / "rules").rglob("*.md")):
        text = page.read_text()
        for path, body in re.findall(r"```yaml (\S+)[^\n]*\n(.*?)```", text, re.S):
            record(path, body.encode())
        put("markdown", text.encode()[:4000])


def templates():
    for at, path in [
        ("a", "languages/en/reminder.md"), ("b", "languages/en/firm.md"), ("c", "languages/en/parts/row.md"),
        ("g", "dashboard/client.html"), ("h", "dashboard/base.html"), ("i", "dashboard/overview.html"),
        ("j", "dashboard/elements.html"), ("k", "dashboard/invoice.html"),
    ]:
        file = ROOT / "templates" / path
        if file.is_file():
            for name in "acgi":
                put("template", (at + name).encode() + file.read_bytes())
    for n, file in enumerate(sorted((ROOT / "templates" / "languages" / "en").glob("*.yaml"))):
        put("template", ("ef"[n % 2] + "c").encode() + file.read_bytes())
    for text in [
        "{% for i in range(end=9) %}{{ i }}{% endfor %}", "{% include \"parts/row.md\" %}", "{% set a = 'x' ~ 'y' %}{{ a }}",
        "{{ client.name | upper | safe }}", "{% component a(b) %}{{ b }}{% endcomponent %}{{ <a b={1} /> }}",
        "{% if to_pay %}a{% elif x is defined %}b{% else %}c{% endif %}", "{% extends \"base.html\" %}{% block main %}{% endblock %}",
        "{% set x %}a{{ client.name }}{% endset %}{{ x | replace(from='a', to='bb') }}", "{{ [1, 2, 3] | join(sep=', ') }}",
        "{% filter upper %}a{% endfilter %}", "{{ x | default(value='-') | truncate(length=3) | indent(width=4) }}",
    ]:
        for at in "abdg":
            put("template", (at + "c").encode() + b"Subject\n\n" + text.encode())


def statements():
    for text in [
        "date;amount;payer;text\n2026-02-01;900,00;Acme S.L.;inv-1\n",
        "Date,Amount,Payer,Description\n2026-02-01,50.00,Beta,inv-2\n2026-02-02,-3.20,Bank,fee\n",
        "Buchungstag;Betrag;Auftraggeber;Verwendungszweck\n01.02.2026;\"1.250,50\";Acme;\"Rechnung\ninv-1\"\n",
        "date: 1\namount: 2\npayer: 3\ntext: 4\nseparator: ;\ndecimal: \",\"\n---\n2026-02-01;900,00;Acme;x\n",
        "date: date\ncredit: in\ndebit: out\npayers: {ACME SL: acme}\nignore: [fee]\n---\ndate,in,out\n2026-02-01,900.00,\n2026-02-01,,4\n",
        "date: 1\namount: 2\nencoding: windows-1252\nskip: 1\ndate_format: DD.MM.YYYY\n---\nx\n01.02.2026,9\n",
    ]:
        put("csv", text.encode())
    for file in sorted((ROOT / "tests").rglob("*.csv")):
        put("csv", file.read_bytes()[:8000])
    for file in sorted((ROOT / "tests").rglob("*.rules.yaml")):
        put("csv", file.read_bytes() + b"---\n" + b"2026-02-01,900.00,Acme,inv-1\n")


def sessions():
    def line(method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        return json.dumps(message)

    uri = "file://$ROOT/invoices/inv-1.yaml"
    text = "client: acme\nissued: 2026-01-10\namount: 9,00\ndeu: 2026-01-24\n"
    opened = line("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
    changed = line("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [
        {"range": {"start": {"line": 1, "character": 3}, "end": {"line": 2, "character": 5}}, "text": "\u00fc\n"}, {"text": text}]})
    where = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}}
    asked = [line("textDocument/" + method, where, n) for n, method in enumerate(["hover", "completion", "definition"], 1)]
    actions = line("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": {
        "start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}, "context": {"diagnostics": []}}, 9)
    saved = line("textDocument/didSave", {"textDocument": {"uri": uri}})
    closed = line("textDocument/didClose", {"textDocument": {"uri": uri}})
    folders = line("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": "file://$ROOT", "name": "x"}], "removed": []}})
    files = line("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    end = [line("shutdown", None, 10), line("exit", None)]
    for session in [[opened, *asked, actions, *end], [opened, changed, *asked, actions, saved, closed, *end], [folders, files, opened, actions], asked, ["{", "[]", "1"]]:
        put("lsp", ("!" + "\n".join(session)).encode())
    frames = ["Content-Length: 2\r\n\r\n{}", "Content-Length: 9999999999999999999\r\n\r\n", "a: b\r\n" * 40, "Content-Length: 5\r\n\r\n"]
    for frame in frames + ["Content-Length: %d\r\n\r\n%s" % (len(end[0]), end[0])]:
        put("lsp", frame.encode())


def suite(folder):
    """The cases of the YAML test suite, each as an invoice and as settings."""
    for file in sorted((folder / "src").glob("*.yaml")):
        for body in re.findall(r"^  yaml: \|\d?-?\n((?:    .*\n|\n)+)", file.read_text(), re.M):
            text = re.sub(r"^    ", "", body, flags=re.M)
            for shown, meant in [("\u2423", " "), ("\u00bb", "\t"), ("\u2014\u2014", ""), ("\u2014", ""), ("\u21b5", ""), ("\u220e\n", ""), ("\u2190", "\r"), ("\u21d4", "\ufeff")]:
                text = text.replace(shown, meant)
            put("loader", b"f" + text.encode())
            put("loader", b"a" + text.encode())
            put("csv", text.encode() + b"\n---\n2026-02-01,9\n")


ledgers()
templates()
statements()
sessions()
if len(sys.argv) > 1:
    suite(pathlib.Path(sys.argv[1]))
for folder in sorted(CORPUS.iterdir()):
    print(folder.name, sum(1 for _ in folder.iterdir()))
