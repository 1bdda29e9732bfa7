// Keys: `/` to search, j and k or the arrows through a list, `?` for what there is. A single letter must never act on
// somebody who means to write or to dictate: it waits until nothing that takes text has the focus, and can be turned off.
"use strict";

{
  const ROWS = "main .actions > .action, main table[data-filter] > tbody > tr";
  const KEPT = "dunlin.keys";
  const opener = document.querySelector("button.keys");
  const input = document.querySelector("form.search input");

  // A browser may keep nothing for pages on a disk.
  function kept() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }

  let isOn = kept() !== "off";

  function turn(on) {
    isOn = on;
    try {
      if (on) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "off");
    } catch {
      // Then it holds for this page.
    }
  }

  function line(name, ...children) {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  }

  let dialog;

  async function explain() {
    dialog ??= await made();
    dialog.querySelector("input").checked = isOn;
    if (!dialog.open) dialog.showModal();
  }

  async function made() {
    const { keys } = await finder.told();
    const title = line("h2", keys.title);
    title.id = "keys-title";
    const list = line("dl", ...keys.keys.map(([key, what]) => line("div", line("dt", line("kbd", key)), line("dd", what))));
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => turn(box.checked));
    const close = line("button", keys.close);
    close.type = "button";
    close.className = "button";
    const window = line("dialog", title, list, line("label", box, " ", keys.single), line("p", keys.note), close);
    window.className = "keys-window";
    window.setAttribute("aria-labelledby", title.id);
    close.addEventListener("click", () => window.close());
    // A press beside it.
    window.addEventListener("click", (event) => event.target === window && window.close());
    document.body.append(window);
    return window;
  }

  // Where the focus goes in a row: to what opens it.
  const target = (row) => row.querySelector(".action-open a, th a, a");
  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility() && target(row));

  function move(step) {
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
    if (all[next]) target(all[next]).focus();
    return all[next] !== undefined;
  }

  function isWriting(focused) {
    return focused?.isContentEditable || focused?.matches("input, select, textarea, [role=combobox]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = document.activeElement;
    if (isWriting(focused) || document.querySelector("dialog[open]")) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Arrows scroll, unless the focus is in a row already.
    if (arrow && !event.shiftKey && focused?.matches("a") && focused.closest(ROWS)) {
      if (move(arrow)) event.preventDefault();
    } else if (isOn) {
      const does = { "/": () => input?.focus(), j: () => move(1), k: () => move(-1), "?": explain }[event.key];
      if (!does) return;
      event.preventDefault();
      does();
    }
  });

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", explain);
  }
}
