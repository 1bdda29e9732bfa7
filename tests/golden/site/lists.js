// Tables that can be sorted and, where they are long, looked through. Both concern the rows of this page only.
"use strict";

for (const table of document.querySelectorAll("table[data-filter]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const lang = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(lang);
  const collator = new Intl.Collator(lang, { numeric: true });

  // The machine's value where there is one; else the words, without the marks beside a name.
  function value(row, column) {
    const cell = row.cells[column];
    return cell.dataset.sort ?? (cell.querySelector("a") ?? cell).textContent.trim();
  }

  function compare(a, b) {
    const [m, n] = [Number(a), Number(b)];
    return Number.isNaN(m) || Number.isNaN(n) ? collator.compare(a, b) : m - n;
  }

  // Rows without a value stay last whichever way; equal ones as they came.
  function sorted(column, direction) {
    if (direction === "none") return rows;
    const sign = direction === "ascending" ? 1 : -1;
    const keyed = rows.map((row) => [value(row, column), row]);
    keyed.sort(([a], [b]) => (a === "" || b === "" ? (a === "") - (b === "") : sign * compare(a, b)));
    return keyed.map(([, row]) => row);
  }

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    // The largest sums first; a third press gives back the order that the page came in.
    const first = head.classList.contains("num") ? "descending" : "ascending";
    const second = first === "ascending" ? "descending" : "ascending";
    const after = new Map([["none", first], [first, second], [second, "none"]]);
    button.addEventListener("click", () => {
      const direction = after.get(head.getAttribute("aria-sort") ?? "none");
      for (const other of heads) other.removeAttribute("aria-sort");
      if (direction !== "none") head.setAttribute("aria-sort", direction);
      body.append(...sorted(column, direction));
    });
  });
  table.classList.add("sorts");

  if (table.dataset.part) {
    const note = document.createElement("p");
    note.className = "small";
    note.textContent = table.dataset.part;
    table.before(note);
  }
  if (rows.length < 12) continue;
  const label = document.createElement("label");
  label.className = "filter";
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  label.append(table.dataset.filter, input);
  const line = document.createElement("div");
  line.className = "filter-line";
  line.append(label, status);
  table.before(line);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => texts.get(row).includes(word));
      shown += row.hidden ? 0 : 1;
    }
    const [n, all] = [numbers.format(shown), numbers.format(rows.length)];
    const counts = table.dataset.shown.replace("{n}", n).replace("{all}", all);
    status.textContent = !input.value.trim() ? "" : shown ? counts : table.dataset.none;
  });
}
