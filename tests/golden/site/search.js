// Finds clients, contracts and invoices in the index beside the pages. Its files are scripts, for a page that lies on a
// disk may load nothing else; each is loaded when a search first needs it.
"use strict";

const finder = (() => {
  const MOST_PARTS = 8;
  const LONGEST = 20;
  const PLAINER = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ς: "σ" };

  // The next three take texts apart as `words.rs` does; a test holds them side by side.
  function parts(word) {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const folded = plain.replace(/[ßæœøđðłþıς]/g, (letter) => PLAINER[letter]);
    return folded.match(/\p{N}+|(?:(?!\p{N})\p{Alphabetic})+/gu) ?? [];
  }

  const split = (text) => text.split(/\p{White_Space}+/u);
  const joined = (text) => split(text).flatMap(parts).join("");

  function words(text) {
    const found = new Set();
    for (const word of split(text)) {
      const told = parts(word).slice(0, MOST_PARTS);
      told.forEach((_, from) => {
        const rest = told.slice(from).join("");
        const short = rest.replace(/^0+/, "");
        if (short) found.add(short);
        found.add(rest);
      });
    }
    return found;
  }

  const files = new Map();

  function load(file) {
    if (!files.has(file)) {
      const loading = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = file;
        script.onload = resolve;
        script.onerror = () => {
          files.delete(file);
          script.remove();
          reject(new Error(file));
        };
        document.head.append(script);
      });
      files.set(file, loading);
    }
    return files.get(file);
  }

  // What the files call when they are loaded.
  let index;
  const shards = new Map();
  globalThis.dunlinSearch = (told, beginnings) => (index = { ...told, beginnings });
  globalThis.dunlinShard = (name, total, clients, rows) => {
    const records = rows.map(([kind, id, title, client, amount, state, also]) => ({
      kind, id, amount, state, also,
      title: title || id,
      client: clients[client] ?? "",
    }));
    shards.set(name, { total, records });
  };

  async function told() {
    await load("search-index.js");
    return index;
  }

  async function shard(kind, beginning) {
    const code = (letter) => "~" + letter.codePointAt(0).toString(36).padStart(4, "0");
    const name = `${kind}-${beginning.replace(/[^a-z0-9]/gu, code)}`;
    await load(`search-${name}.js`);
    return shards.get(name);
  }

  function fits(record, terms) {
    record.words ??= [...words([record.id, record.title, record.client, record.also].join(" "))];
    return terms.every((term) => record.words.some((word) => word.startsWith(term)));
  }

  // What two texts begin with.
  function common(a, b) {
    let end = 0;
    while (end < a.length && a[end] === b[end]) end += 1;
    return a.slice(0, end);
  }

  // What is called just so, then clients, contracts, what is overdue, what is open, and the rest; each as its file has it.
  function inOrder(records, whole) {
    const isOther = (record) => joined(record.id) !== whole && joined(record.title) !== whole;
    const place = (record) => record.kind * 10 + (record.kind === 2 ? Math.min(record.state ?? 2, 2) : 0);
    const ranked = records.map((record) => ({ record, other: isOther(record), place: place(record) }));
    return ranked.sort((a, b) => a.other - b.other || a.place - b.place).map(({ record }) => record);
  }

  // Records that have a word with each of the beginnings typed. `total` is exact, or the least there are where `more`.
  async function find(typed, enough) {
    // A sum copied from a page may hold spaces that don't break.
    const terms = [...new Set(split(typed.replace(/(?<=\d)[\u00a0\u202f](?=\d)/g, "")).map(joined))].filter(Boolean);
    if (!terms.length) return undefined;
    const { beginnings } = await told();
    const below = terms.map((term) => {
      const start = [...term].slice(0, LONGEST).join("");
      const among = beginnings.filter((one) => start.startsWith(one) || one.startsWith(start));
      return { term, isCut: start !== term, among };
    });
    // The rarest word leads to the files; the others are looked for in what they hold.
    below.sort((a, b) => a.among.length - b.among.length || b.term.length - a.term.length);
    const [{ isCut, among }] = below;
    const result = (records, total, more) => ({ records: inOrder(records, joined(typed)), total, more });
    if (!among.length) return result([], 0, false);
    if (among.length === 1) {
      const all = (await shard("all", among[0])).records.filter((record) => fits(record, terms));
      return result(all, all.length, false);
    }
    const best = await shard("best", among.reduce(common).split(" ")[0]);
    if (terms.length === 1 && !isCut) return result(best.records, best.total, false);
    const found = new Map();
    const add = ({ records }) => {
      for (const record of records) if (fits(record, terms)) found.set(`${record.kind} ${record.id}`, record);
    };
    add(best);
    for (let at = 0; at < among.length && found.size <= enough; at += 8) {
      (await Promise.all(among.slice(at, at + 8).map((one) => shard("all", one)))).forEach(add);
      if (at + 8 >= among.length) return result([...found.values()], found.size, false);
    }
    return result([...found.values()], found.size, true);
  }

  return { find, told, words, joined };
})();
