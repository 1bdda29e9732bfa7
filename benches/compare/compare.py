#!/usr/bin/env python3
"""Measures dunlin beside other programs on the same machine, in one run: see README.md in this folder."""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
TOOLS = TARGET / "compare-tools"
PYTHON_TOOLS = ["hugo", "beancount", "yamllint", "check-jsonschema"]
DEBIAN_TOOLS = {"hledger": "hledger", "ledger": "ledger", "time": "time"}
START, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"

SENTENCE = "It fell due at the end of the month, and nothing was said since. "

# What a row is called: what the program did for the time that stands beside it.
DOES = {
    "floor": "lists and reads every file of the ledger on two threads and does nothing with them",
    "start": "starts and says its version",
    "check": "reads and understands every record, works out what is owed on the day, applies every rule, prints findings",
    "cold": "the same, and writes every page, draft and message; no site, no cache",
    "same": "`dunlin build` again, nothing changed",
    "one": "`dunlin build` again after one invoice was saved with another printed number",
    "watch": "`dunlin watch`: from the save of one invoice (written beside it, then renamed) to its page on disk",
    "hledger": "reads a journal of the same invoices, payments and credits in one file, prints every balance; no due dates, no "
    "contracts, no letters, no pages",
    "ledger": "the same journal, every balance",
    "beancount": "the same figures as a beancount file, parsed, booked and validated, without its cache; prints nothing",
    "rustledger": "the same beancount file, checked",
    "hugo small": "as many pages of about 300 bytes, from Markdown and one template; knows nothing of money",
    "hugo small same": "the same again, nothing changed: it makes and writes all of them again",
    "hugo heavy": "as many pages of as many bytes as ours have on average",
    "hugo heavy same": "the same again, nothing changed",
    "hugo watch": "`hugo --watch` on the heavy pages: from the save of one to its page on disk",
    "yamllint": "checks the form of the YAML files, no Markdown; reads no meaning",
    "jsonschema": "validates invoices, payments and clients in YAML by dunlin's own schemas, one run a kind; no reference between "
    "records, no money",
}


class Failed(Exception):
    pass


@dataclasses.dataclass
class Measured:
    what: str
    wall: float
    cpu: float | None
    peak_kib: int | None
    runs: int
    command: str


def main():
    options = arguments()
    run = Run(options)
    for size in options.sizes:
        run.size(size)
    text = run.report()
    print(text)
    if options.write:
        readme = HERE / "README.md"
        before, rest = readme.read_text().split(START)
        readme.write_text(before + START + "\n" + text + "\n" + END + rest.split(END)[1])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], help="invoices; default: 1000 10000")
    parser.add_argument("--dunlin", type=pathlib.Path, help="the program to measure; default: a release build of this folder")
    parser.add_argument("--only", help="only these rows, with commas between, such as floor,check,same")
    parser.add_argument("--runs", type=int, help="how often each is run; default: 5, 3 or 1, as long as it takes")
    parser.add_argument("--ledgers", type=pathlib.Path, default=TARGET / "compare", help="where ledgers are made and kept")
    parser.add_argument("--before", type=pathlib.Path, default=HERE / "before.json", help="figures to show beside these")
    parser.add_argument("--keep", type=pathlib.Path, help="keep the figures in this file, for a later --before")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


class Run:
    def __init__(self, options):
        self.options = options
        self.only = set(options.only.split(",")) if options.only else None
        self.rows = []
        self.skipped = []
        self.about = {}
        self.versions = {}
        options.ledgers.mkdir(parents=True, exist_ok=True)
        self.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        install(self)
        self.dunlin = str((options.dunlin or built_dunlin()).resolve())
        self.generate = built_generator()
        self.floor = built_floor()
        self.version("dunlin", [self.dunlin, "--version"])

    def size(self, size):
        folder = self.options.ledgers / str(size)
        tell(f"{size} invoices")
        if not (folder / "dunlin.yaml").exists():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([self.generate, str(size), str(folder)], check=True)
        clean(folder)
        Sized(self, size, folder).all()

    def version(self, name, command):
        said = subprocess.run(command, capture_output=True, text=True)
        lines = [line for line in (said.stdout + said.stderr).splitlines() if re.search(r"\d\.\d", line)]
        version = re.search(r"\d+\.\d[\w.]*", lines[-1] if name == "Hugo" else lines[0]) if lines else None
        self.versions[name] = version.group() if version else "?"

    def report(self):
        before = json.loads(self.options.before.read_text()) if self.options.before.exists() else {}
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        lines = [
            f"{datetime.date.today()}, {os.cpu_count()} cores, {memory:.0f} GB; the disk's cache warm; load at the start "
            f"{self.load:.1f}. " + ", ".join(f"{name} {version}" for name, version in self.versions.items()) + ".",
            "",
            *(f"- {size:,} invoices: {about}." for size, about in self.about.items()),
            "",
            "| invoices | | wall | before | CPU | peak memory | × floor | runs |",
            "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        floors = {size: row.wall for size, row in self.rows if row.what == "floor"}
        for size, row in self.rows:
            then = before.get(f"{size} {row.what}")
            ratio = row.wall / floors[size] if size in floors else None
            cells = [
                f"{size:,}",
                row.what,
                seconds(row.wall),
                seconds(then),
                seconds(row.cpu),
                "" if row.peak_kib is None else f"{row.peak_kib / 1024:,.1f} MiB",
                "" if ratio is None else f"{ratio:.3g}" if ratio < 1000 else f"{ratio:,.0f}",
                str(row.runs),
            ]
            lines.append(f"| {' | '.join(cells)} |")
        commands = {row.what: row.command for _, row in self.rows}
        lines += ["", "What each row does, and its command (of the largest ledger measured):", ""]
        lines += [f"- {what}: {DOES[what]}. `{command}`" for what, command in commands.items()]
        lines += ["", *(f"- Left out: {why}." for why in self.skipped)]
        return "\n".join(lines).replace(str(TOOLS), "TOOLS").replace(str(self.options.ledgers), "LEDGERS").replace(
            self.dunlin, "dunlin").replace(str(TARGET), "target").rstrip() + "\n"

    def skip(self, why):
        if why not in self.skipped:
            self.skipped.append(why)
            tell(f"left out: {why}")


class Sized:
    """All rows for a ledger of one size."""

    def __init__(self, run, size, folder):
        self.run, self.size, self.folder = run, size, folder
        self.site = folder / "site"
        self.env = os.environ | {"XDG_CACHE_HOME": str(run.options.ledgers / "cache"), "NO_COLOR": "1"}
        invoices = sorted((folder / "invoices" / "2024").iterdir())
        self.invoice = invoices[len(invoices) // 2]
        self.number = 0

    def all(self):
        self.tell_size()
        ledger = str(self.folder)
        self.row("floor", [self.run.floor, ledger])
        self.row("start", [self.run.dunlin, "--version"])
        self.row("check", [self.run.dunlin, "check", ledger], good=(0, 1))
        if self.has_room():
            self.pages()
        self.journals()
        self.yaml()
        clean(self.folder)

    def tell_size(self):
        said = subprocess.run(
            [self.run.dunlin, "check", "--stats", self.folder], capture_output=True, text=True, env=self.env)
        read = re.search(r"(\d+) files and (\d+) records", said.stdout + said.stderr)
        bytes_read = subprocess.run([self.run.floor, self.folder], capture_output=True, text=True).stdout
        size = int(bytes_read.split()[2]) / 2**20
        self.run.about[self.size] = f"{int(read[1]):,} files, {int(read[2]):,} records, {size:,.1f} MiB" if read else "?"

    def has_room(self):
        needed = self.size * 45_000
        free = shutil.disk_usage(self.folder).free
        if needed > free * 0.8:
            self.run.skip(f"every `build` of {self.size:,} invoices: the site may need {needed >> 30} GB, and {free >> 30} are free")
        return needed <= free * 0.8

    def pages(self):
        build = [self.run.dunlin, "build", str(self.folder)]
        self.row("cold", build, prepare=lambda: clean(self.folder), good=(0, 1))
        if not self.wants("same", "one", "watch", "hugo"):
            return
        if not self.site.exists():
            subprocess.run(build, capture_output=True, env=self.env)
        subprocess.run(build, capture_output=True, env=self.env)
        self.row("same", build, good=(0, 1))
        self.row("one", build, prepare=self.save, good=(0, 1))
        if self.wants("watch"):
            page = self.site / f"invoice-{self.invoice.stem}.html"
            watching = Watching([self.run.dunlin, "watch", str(self.folder)], "watching ", page, self.env)
            self.take(watching.measured("watch", lambda: self.save(), lambda: f"R-{self.number}."))
        self.hugo()

    def save(self):
        """As an editor does: beside it, then renamed."""
        self.number += 1
        lines = [line for line in self.invoice.read_text().splitlines() if not line.startswith("number:")]
        save(self.invoice, "\n".join([*lines, f'number: "R-{self.number}."', ""]))

    def hugo(self):
        hugo = next(TOOLS.glob("venv/lib/python*/site-packages/hugo/binaries/hugo"), None) or shutil.which("hugo")
        if hugo is None or not self.wants("hugo"):
            return
        if self.size > 100_000:
            return self.run.skip(f"Hugo at {self.size:,} invoices: too long, and more memory than most have")
        self.run.version("Hugo", [str(hugo), "version"])
        pages = [page.stat().st_size for page in self.site.rglob("*.html")]
        mean = sum(pages) // len(pages)
        self.run.about[self.size] += f"; {len(pages):,} pages, {mean / 1024:.1f} KiB on average"
        for name, weight in [("small", 300), ("heavy", mean)]:
            if name == "heavy" and self.size > 10_000:
                self.run.skip(f"Hugo's heavy pages at {self.size:,} invoices: too long")
                continue
            folder = self.run.options.ledgers / f"hugo-{name}-{self.size}"
            hugo_site(folder, len(pages), weight)
            public = folder / "public"
            command = [str(hugo), "--source", str(folder), "--quiet", "--cacheDir", str(folder / "cache")]
            self.row(f"hugo {name}", command, prepare=lambda: shutil.rmtree(public, ignore_errors=True))
            self.row(f"hugo {name} same", command)
            if name == "heavy":
                self.hugo_watch(folder, [part for part in command if part != "--quiet"])
            shutil.rmtree(folder)

    def hugo_watch(self, folder, command):
        page, count = folder / "content" / "p7.md", 0
        text = page.read_text()

        def change():
            nonlocal count
            count += 1
            save(page, f"{text}\nSaved R-{count}.\n")

        watching = Watching([*command, "--watch"], "Press Ctrl+C", folder / "public" / "p7.html", self.env)
        self.take(watching.measured("hugo watch", change, lambda: f"R-{count}."))

    def journals(self):
        wanted = self.wants("hledger", "ledger", "beancount", "rustledger")
        if wanted and self.size > 100_000:
            return self.run.skip(f"the journals at {self.size:,} invoices: minutes each")
        if not wanted:
            return
        journal = self.run.options.ledgers / f"{self.size}.journal"
        beans = journal.with_suffix(".beancount")
        journal.unlink(missing_ok=True)
        subprocess.run(
            [self.run.dunlin, "export", "hledger", "--ledger", self.folder, "--out", journal],
            check=True, capture_output=True, env=self.env)
        beans.write_text(as_beancount(journal.read_text()))
        for name in ["hledger", "ledger"]:
            if shutil.which(name):
                self.run.version(name, [name, "--version"])
                self.row(name, [name, "-f", str(journal), "balance"])
        if (TOOLS / "venv/bin/bean-check").exists():
            bean_check = str(TOOLS / "venv/bin/bean-check")
            self.run.version("beancount", [bean_check, "--version"])
            self.row("beancount", [bean_check, "--no-cache", str(beans)])
        rustledger = shutil.which("rledger") or shutil.which("rledger", path=str(TOOLS / "bin"))
        if rustledger:
            self.run.version("rustledger", [rustledger, "--version"])
            self.row("rustledger", [rustledger, "check", "--no-cache", str(beans)])
        else:
            self.run.skip("rustledger: not installed (`cargo install rustledger --root target/compare-tools`)")

    def yaml(self):
        if not self.wants("yamllint", "jsonschema"):
            return
        if self.size > 10_000:
            return self.run.skip(f"yamllint and check-jsonschema at {self.size:,} invoices: minutes each")
        yamllint, jsonschema = (TOOLS / "venv/bin" / name for name in ["yamllint", "check-jsonschema"])
        if yamllint.exists():
            self.run.version("yamllint", [yamllint, "--version"])
            clean(self.folder)
            self.row("yamllint", [str(yamllint), "-d", "relaxed", str(self.folder)], good=(0, 1))
        if jsonschema.exists():
            self.run.version("check-jsonschema", [jsonschema, "--version"])
            self.row("jsonschema", self.validations(jsonschema), good=(0,))

    def validations(self, jsonschema):
        commands = []
        for kind in ["client", "invoice", "payment"]:
            schema = self.run.options.ledgers / f"{kind}.json"
            made = subprocess.run([self.run.dunlin, "schema", kind], capture_output=True, text=True, check=True)
            schema.write_text(made.stdout)
            files = sorted(str(path) for path in (self.folder / f"{kind}s").rglob("*.yaml"))
            commands.append([str(jsonschema), "--schemafile", str(schema), *files])
        return commands

    def wants(self, *names):
        return self.run.only is None or any(name in self.run.only for name in names)

    def row(self, what, command, prepare=lambda: None, good=(0,)):
        if not self.wants(what, what.split()[0]):
            return
        try:
            self.take(measured(what, command, prepare, good, self.run.options.runs, self.env))
        except Failed as failed:
            self.run.skip(f"{what} at {self.size:,} invoices: {failed}")

    def take(self, row):
        if row is None:
            return
        self.run.rows.append((self.size, row))
        if self.run.options.keep:
            kept = {f"{size} {row.what}": round(row.wall, 4) for size, row in self.run.rows}
            self.run.options.keep.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
        memory = "" if row.peak_kib is None else f"{row.peak_kib / 1024:.1f} MiB"
        tell(f"  {row.what}: {seconds(row.wall)}  {memory}")


def measured(what, command, prepare, good, runs, env):
    """`command` may be several, one after the other; their times are added."""
    commands = command if isinstance(command[0], list) else [command]
    walls, cpus, peaks = [], [], []
    wanted = runs or 5
    while len(walls) < wanted:
        prepare()
        once = [timed(part, good, env) for part in commands]
        walls.append(sum(part[0] for part in once))
        cpus.append(sum(part[1] for part in once))
        peaks.append(max(part[2] for part in once))
        if runs is None and len(walls) == 1:
            wanted = 5 if walls[0] < 3 else 3 if walls[0] < 20 else 1
    shown = " ".join(part if len(part) < 120 else "…" for part in commands[-1][:6])
    shown += " …" if len(commands[-1]) > 6 else ""
    peak = max(peaks) or None
    return Measured(what, statistics.median(walls), statistics.median(cpus), peak, len(walls), shown)


def timed(command, good, env):
    """Seconds of wall and of CPU, and the peak of resident memory in KiB (0: not known)."""
    gnu = shutil.which("time")
    with tempfile.NamedTemporaryFile("r") as said, tempfile.TemporaryFile() as output:
        # A small program in between: a child's peak begins with that of the process which started it, and Python's is 20 MiB.
        wrapped = [gnu, "--quiet", "--format", "%M", "--output", said.name, *command] if gnu else command
        begun = time.perf_counter()
        child = subprocess.Popen(wrapped, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in good:
            output.seek(0)
            raise Failed(f"{' '.join(command[:6])} ended with {child.returncode}: {output.read()[-500:].decode().strip()}")
        peak = int(said.read().split()[-1]) if gnu else 0
    return wall, usage.ru_utime + usage.ru_stime, peak


class Watching:
    """A program that watches, and the page that it makes."""

    SAVES, LONGEST = 7, 300

    def __init__(self, command, ready, page, env):
        self.command, self.ready, self.page, self.env = command, ready, page, env

    def measured(self, what, change, expected):
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=self.env)
            try:
                self.until(lambda: self.ready.encode() in os.pread(output.fileno(), 1 << 16, 0))
                walls = []
                for _ in range(self.SAVES):
                    self.settle(child)
                    change()
                    begun, mark = time.perf_counter(), expected().encode()
                    self.until(lambda: self.shows(mark))
                    walls.append(time.perf_counter() - begun)
                peak = peak_of(child)
            except TimeoutError:
                tell(f"  {what}: nothing came within {self.LONGEST} s")
                return None
            finally:
                child.terminate()
                child.wait()
        shown = " ".join(self.command)
        return Measured(what, statistics.median(walls), None, peak, len(walls), shown)

    def shows(self, mark):
        try:
            return mark in self.page.read_bytes()
        except FileNotFoundError:
            return False

    def settle(self, child):
        """Until it does nothing for half a second."""
        before, quiet = None, 0
        while quiet < 5:
            time.sleep(0.1)
            now = cpu_of(child)
            quiet = quiet + 1 if now == before else 0
            before = now

    def until(self, true):
        end = time.perf_counter() + self.LONGEST
        while not true():
            if time.perf_counter() > end:
                raise TimeoutError
            time.sleep(0.001)


def cpu_of(child):
    try:
        fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return fields[11], fields[12]


def peak_of(child):
    try:
        status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
    except OSError:
        return None
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def save(path, text):
    """Beside it, on disk, then renamed over it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text)
    os.replace(beside, path)


def clean(folder):
    """What dunlin wrote into a generated ledger, its caches too."""
    for name in ["site", "reminders", ".dunlin"]:
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.rmtree(folder.parent / "cache", ignore_errors=True)


def as_beancount(journal):
    """dunlin's own journal in beancount's words: accounts begin with capitals, every one is opened."""
    accounts, body, at_head, is_balances = {}, [], False, False

    def account(name):
        parts = [part[:1].upper() + part[1:] for part in name.split(":")]
        accounts[":".join(parts)] = None
        return ":".join(parts)

    for line in journal.splitlines():
        if re.match(r"\d{4}-", line):
            date, rest = line.split(" ", 1)
            is_balances, at_head = rest.startswith("(balances)"), True
            day_after = datetime.date.fromisoformat(date) + datetime.timedelta(1)
            if not is_balances:
                narration = rest.replace('"', "'")
                body.append(f'\n{date} * "{narration}"')
        elif at_head and line.startswith(" ") and line.split(";")[0].strip():
            name, amount = re.split(r"\s{2,}", line.split(";")[0].strip(), maxsplit=1)
            if is_balances:
                # Of the beginning of a day, where the journal has that of its end.
                body.append(f"{day_after} balance {account(name)}  {amount.split(' = ')[1]}")
            else:
                body.append(f"  {account(name)}  {amount}")
        else:
            at_head = at_head and bool(line.strip())
    opened = [f"1990-01-01 open {name}" for name in sorted(accounts)]
    return "\n".join(['option "operating_currency" "EUR"', *opened, *body, ""])


def hugo_site(folder, pages, weight):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(
        'baseURL = "https://site.example/"\ntitle = "Site"\nuglyURLs = true\n'
        'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404", "section"]\n')
    head = "<!doctype html><html lang=en><meta charset=utf-8><title>{{ .Title }}</title><body>"
    (layouts / "single.html").write_text(head + "<h1>{{ .Title }}</h1>{{ .Content }}</body></html>")
    (layouts / "list.html").write_text(
        head + "<ul>{{ range .Site.RegularPages }}<li><a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}</ul></body></html>")
    for number in range(pages):
        text = [f"---\ntitle: Page {number}\ndate: 2026-01-01\n---\n"]
        made, part = 130, 0
        while made < weight:
            part += 1
            text.append(
                f"\n## Part {part} of {number}\n\n| due | amount | open |\n| --- | ---: | ---: |\n"
                + "".join(f"| 2026-10-0{row} | {number}.00 | {row}.00 |\n" for row in range(1, 5))
                + f"\nInvoice **{number}-{part}** of 5 October is *open*; see [the client](/p{part}.html). " + SENTENCE * 12 + "\n"
                if weight > 1000 else f"\nInvoice **{number}-{part}** of 5 October is *open*. " + SENTENCE)
            made += 1850 if weight > 1000 else 200
        (folder / "content" / f"p{number}.md").write_text("".join(text))


def install(run):
    """What is missing is said, and its rows are left out."""
    if not (TOOLS / "venv/bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", TOOLS / "venv"], check=False)
    for name in PYTHON_TOOLS:
        has = any((TOOLS / "venv/bin" / each).exists() for each in [name, "bean-check" if name == "beancount" else name])
        if not has:
            got = subprocess.run([TOOLS / "venv/bin/pip", "install", "--quiet", name], capture_output=True, text=True)
            if got.returncode:
                run.skip(f"{name}: pip could not install it")
    missing = [package for tool, package in DEBIAN_TOOLS.items() if shutil.which(tool) is None]
    if missing and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], capture_output=True)
    for tool in DEBIAN_TOOLS:
        if shutil.which(tool) is None:
            run.skip(f"{tool}: not installed" + (", so peak memory is not known" if tool == "time" else ""))
    run.skip("Zola: no package of Debian, PyPI or crates.io")


def built_dunlin():
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=ROOT, check=True)
    return TARGET / "release" / "dunlin"


def built_generator():
    subprocess.run(["cargo", "build", "--quiet", "--example", "generate-ledger"], cwd=ROOT, check=True)
    return str(TARGET / "debug/examples/generate-ledger")


def built_floor():
    """Without the library, so that it starts as fast as a program can."""
    floor = TARGET / "compare" / "floor"
    floor.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["rustc", "--edition", "2024", "-C", "opt-level=3", "-o", floor, HERE / "floor.rs"], cwd=ROOT, check=True)
    return str(floor)


def seconds(value):
    if value is None:
        return ""
    return f"{value * 1000:.3g} ms" if value < 0.9995 else f"{value:.3g} s" if value < 999 else f"{value:,.0f} s"


def tell(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
