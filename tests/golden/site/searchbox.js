// The search at the top of every page: a combobox whose list is what `search.js` finds.
"use strict";

for (const form of document.querySelectorAll("form.search")) {
  const MOST = 12;
  const PAGES = ["client", "contract", "invoice"];
  const lang = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(lang);
  const plurals = new Intl.PluralRules(lang);

  // A line of the attribute is a plural form and its words.
  function counted(forms, n, shown = numbers.format(n)) {
    const lines = forms.split("\n").map((line) => line.split(/ (.*)/s));
    const words = new Map(lines).get(plurals.select(n)) ?? lines.at(-1)[1];
    return words.replace("{n}", shown);
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const { label, hint, found, more, none, failed } = form.dataset;
  const input = element("input", {
    type: "search", id: "search", role: "combobox", placeholder: label, autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", enterkeyhint: "go", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "search-found", "aria-label": hint,
  });
  const list = element("div", { id: "search-found", role: "listbox", "aria-label": hint });
  const rest = element("p", { class: "search-rest" });
  const panel = element("div", { class: "search-panel" }, list, rest);
  const status = element("p", { class: "unseen", role: "status" });
  panel.hidden = true;
  form.append(input, panel, status);
  form.hidden = false;

  let active = -1;
  let asked = 0;
  let before;

  function choose(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = list.children[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(isOpen) {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen && list.children.length > 0));
    if (!isOpen) choose(-1);
  }

  function option(record, at, told) {
    const [kind, state] = [told.kinds[record.kind], told.states[record.state]];
    const href = `${PAGES[record.kind]}-${encodeURIComponent(record.id)}.html`;
    const title = element("strong", {}, record.title);
    const figures = element("span", { class: "search-figures" }, record.amount);
    if (state) figures.append(" ", element("span", { class: `mark mark-${state.tone}` }, state.text));
    const about = element("span", { class: "search-about" }, record.client ? `${kind} · ${record.client}` : kind);
    const attributes = { id: `search-found-${at}`, role: "option", href, tabindex: "-1", "aria-selected": "false" };
    return element("a", attributes, title, " ", about, " ", figures);
  }

  async function search() {
    asked += 1;
    const mine = asked;
    let result, told;
    try {
      result = await finder.find(input.value, MOST);
      told = await finder.told();
    } catch {
      result = null;
    }
    // Something else was typed meanwhile.
    if (mine !== asked) return;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    const shown = (result?.records ?? []).slice(0, MOST);
    list.replaceChildren(...shown.map((record, at) => option(record, at, told)));
    const left = (result?.total ?? 0) - shown.length;
    const least = result?.more ? "+" : "";
    rest.textContent = left > 0 ? counted(more, left, numbers.format(left) + least) : "";
    if (result === null) rest.textContent = failed;
    else if (result && !shown.length) rest.textContent = none;
    rest.hidden = !rest.textContent;
    status.textContent = shown.length
      ? counted(found, result.total, numbers.format(result.total) + least)
      : rest.textContent;
    show(result !== undefined);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("focus", (event) => (before = event.relatedTarget));
  input.addEventListener("focus", () => finder.told().catch(() => {}), { once: true });
  input.addEventListener("input", search);
  input.addEventListener("click", () => input.value && panel.hidden && search());
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || show(false));

  input.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      asked += 1;
      input.value = "";
      status.textContent = "";
      show(false);
      if (before?.isConnected) before.focus();
      else input.blur();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (panel.hidden) await search();
      const count = list.children.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) choose(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (event.key === "Enter" && input.value) {
      event.preventDefault();
      // Enter right after the last letter means what that letter finds.
      if (active < 0) await search();
      list.children[Math.max(active, 0)]?.click();
    }
  });
}
