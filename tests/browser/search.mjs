// The search, lists that sort, and keys, as somebody with a keyboard and somebody with a finger uses them.

import { addressOf, eachPage, enter } from "./harness.mjs";
import { accessibility, layout } from "./looks.mjs";

export default async function ({ browser, report, sites }) {
  const items = Object.entries(sites).map(([name, site]) => ({ name, site }));
  const home = "file://";
  await eachPage({ browser, report, items, home, options: { hasTouch: true } }, async (watched, { name, site }) => {
    const { page } = watched;
    const tell = (rule, text) => report.add({ ...watched.now, rule, text });
    const expect = (holds, text) => holds || tell("search", text);
    const open = async (file, place = "") => {
      watched.now.page = `${name}/${file}`;
      await page.goto("about:blank");
      await page.goto(addressOf(site, file) + place);
    };
    const options = () => page.locator("#search-found [role=option]").allInnerTexts();
    const type = async (text) => {
      await page.fill("#search", "");
      await page.locator("#search").pressSequentially(text);
      await page.waitForFunction(() => document.querySelector("form.search [role=status]").textContent);
      await page.waitForTimeout(60);
    };
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.outerHTML.slice(0, 80));

    await enter(watched, "light");
    watched.requests.clear();
    await open("clients.html");
    expect(![...watched.requests].some((url) => /search-/.test(url)), "the index is loaded before anybody searches");

    // Keys, and what they leave alone.
    await page.keyboard.press("/");
    expect((await focused()) === "search", "/ does not lead to the search");
    await page.keyboard.type("a/j?");
    expect((await page.inputValue("#search")) === "a/j?", "keys are taken from who types");
    await type("luna");
    expect((await options())[0]?.includes("Luna"), `the client is not first: ${await options()}`);
    expect((await page.getAttribute("#search", "aria-expanded")) === "true", "the list does not say that it is open");
    await accessibility(watched, report);
    await page.keyboard.press("Escape");
    expect(await page.locator(".search-panel").isHidden(), "Escape leaves the list open");
    expect((await focused()) !== "search", "Escape keeps the focus");

    // Accents, parts of numbers, several words, and nothing.
    for (const [text, found] of [["PANADERIA", "Luna"], ["luna-04", "luna-04"], ["luna 4", "luna-04"], ["leuchtturm", "Leuchtturm"], ["галер", "Галерея"], ["Bestellung 4711", "Kuckuck"]]) {
      await type(text);
      const all = await options();
      expect(all.some((one) => one.includes(found)), `${text} finds ${all.join(" | ") || "nothing"}`);
      expect(all.length <= 12, `${text} shows ${all.length}`);
    }
    await type("luna-04");
    expect((await options())[0]?.includes("luna-04"), "what is called so is not first");
    await type("zzzqq");
    expect((await options()).length === 0, "nonsense finds something");
    expect(await page.locator(".search-rest").isVisible(), "nothing found, and nothing said");
    await type("a");
    expect(await page.locator(".search-rest").isVisible(), "more than twelve, and nothing said");

    // Arrows, Enter, a finger.
    await type("luna");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const active = await page.getAttribute("#search", "aria-activedescendant");
    expect(active === "search-found-1", `the arrows lead to ${active}`);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/client-luna/);
    await page.tap("#search");
    await type("luna-04");
    await page.locator("#search-found [role=option]").first().tap();
    await page.waitForURL(/invoice-luna-04/);

    // The window with the keys.
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open]");
    await accessibility(watched, report);
    await page.locator("dialog input").uncheck();
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog[open]").count() === 0, "Escape leaves the window open");
    await page.keyboard.press("/");
    expect((await focused()) !== "search", "a key that was turned off still works");
    await page.locator("button.keys").click();
    await page.locator("dialog input").check();
    await page.locator("dialog button").click();

    // Lists.
    await open("clients.html");
    await page.keyboard.press("j");
    const first = await focused();
    expect(first.includes("client-"), `j leads to ${first}`);
    await page.keyboard.press("ArrowDown");
    expect((await focused()) !== first, "the arrow does not lead on");
    await page.keyboard.press("k");
    expect((await focused()) === first, "k does not lead back");
    const column = (at) => page.$$eval("tbody tr", (rows, at) => rows.map((row) => row.cells[at].dataset.sort ?? row.cells[at].querySelector("a").textContent), at);
    const before = await column(1);
    const sorter = page.locator("thead button").nth(1);
    const head = page.locator("thead th").nth(1);
    await sorter.click();
    expect((await head.getAttribute("aria-sort")) === "descending", "aria-sort is missing");
    const numbers = (values) => values.filter(Boolean).map(Number);
    const inOrder = (values, sign) => values.every((one, at) => at === 0 || sign * (values[at - 1] - one) <= 0);
    expect(inOrder(numbers(await column(1)), -1), `not the largest first: ${await column(1)}`);
    await sorter.press("Enter");
    expect(inOrder(numbers(await column(1)), 1), `not the smallest first: ${await column(1)}`);
    await sorter.press("Enter");
    expect(String(await column(1)) === String(before), "the third press does not give back the order");
    await page.fill(".filter input", "luna");
    const rows = await page.locator("tbody tr:visible").count();
    expect(rows === 1, `the filter leaves ${rows} rows`);
    expect(/\d/.test(await page.locator(".filter-line [role=status]").innerText()), "the filter does not count");

    // A link into what is folded away.
    await open("client-luna.html");
    const folded = await page.$eval("details tr[id]", (row) => row.id);
    await open("client-luna.html", `#${folded}`);
    expect(await page.locator(`[id="${folded}"]`).isVisible(), "a link into a folded list leads to nothing");

    for (const mode of ["dark", "phone"]) {
      await enter(watched, mode);
      await open("clients.html");
      await layout(watched, report);
      await accessibility(watched, report);
      await type("luna");
      // What is found lies over the page, as it should.
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over <= 1, `the list makes the page ${over} px too wide`);
      await accessibility(watched, report);
      await page.keyboard.press("Escape");
    }
  });
}
