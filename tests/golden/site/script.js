// Comforts that the pages do without where scripts are off: opening what a link leads to, copying and printing a letter.
"use strict";

// What an address leads to may be folded away.
function unfold() {
  let target;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  for (let one = folded; one; one = one.parentElement.closest("details")) one.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", unfold);
unfold();

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), 2000);
  });
}

// The style sheet prints the letter that the address leads to, and nothing else.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    location.hash = button.dataset.print;
    print();
  });
}
