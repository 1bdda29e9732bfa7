// Reloads the page when there is a newer one, and shows over it what can't be read.
"use strict";

(() => {
  const build = document.currentScript.dataset.build;
  let stream;
  let panel;
  let goodbye;

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const hide = () => {
    panel?.remove();
    panel = undefined;
  };

  const show = (trouble) => {
    hide();
    if (!trouble) return;
    panel = document.createElement("div");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/_dunlin/overlay.css";
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    const close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", hide);
    const list = document.createElement("ul");
    for (const item of trouble.items) {
      const entry = document.createElement("li");
      if (item.place) entry.append(element("code", item.place));
      entry.append(element("p", item.message));
      if (item.help) entry.append(element("p", item.help));
      list.append(entry);
    }
    box.append(close, element("h2", trouble.title), list);
    if (trouble.more) box.append(element("p", trouble.more));
    if (trouble.note) box.append(element("p", trouble.note));
    // Behind a shadow root the page's styles and these leave each other alone.
    panel.attachShadow({ mode: "open" }).append(style, box);
    document.body.append(panel);
  };

  const hear = (event) => {
    clearTimeout(goodbye);
    goodbye = undefined;
    const state = JSON.parse(event.data);
    if (state.build === build) show(state.trouble);
    else location.reload();
  };

  const lose = () => {
    goodbye ??= setTimeout(
      () =>
        show({
          title: "dunlin serve has ended",
          note: "This page is no longer kept up to date.",
          items: [],
        }),
      3000,
    );
    if (stream?.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(connect, 2000);
    }
  };

  const connect = () => {
    if (stream || document.hidden) return;
    stream = new EventSource("/_dunlin/events");
    stream.addEventListener("message", hear);
    stream.addEventListener("error", lose);
  };

  const disconnect = () => {
    stream?.close();
    stream = undefined;
  };

  // A browser keeps only a few connections to one address: pages that nobody sees leave them to the others.
  const follow = () => {
    if (document.hidden) disconnect();
    else connect();
  };

  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  follow();
})();
