// Sort and filter the tables of a page that is whole without this: no word of the data is added or lost.
"use strict";
const MONTHS = "january february march april may june july august september october november december".split(" ");
const MISSING = /^[-–—]?$/;
// One language, whatever the reader's: the same page has the same order everywhere.
const [compareWords, compareNumbered] = [false, true].map((numeric) => new Intl.Collator("en", { numeric }).compare);

const make = (name, className, ...children) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
};

// What a cell says, without the marks of its notes and the thin spaces of its thousands.
const say = (cell) => {
  const copy = make("p", "", ...(cell?.cloneNode(true).childNodes ?? []));
  copy.querySelectorAll("sup").forEach((mark) => mark.remove());
  return copy.textContent.replace(/(\d)[\u2009\u202f](?=\d{3})/g, "$1").replace(/\s+/g, " ").trim();
};
// The number that a cell begins with. Codes such as 010 and 4b are none.
const readNumber = (text) => {
  const found = /^[<>≤≥]? ?([-−]?)((?!0\d)\d+(?:\.\d+)?|∞)(?![\p{L}\d_]|\.\w)/u.exec(text);
  return found && (found[2] === "∞" ? Infinity : Number(found[2])) * (found[1] ? -1 : 1);
};
// The first day that a cell names: 15 September 2025, 15 to 25 September 2025, 2025-09.
const readDay = (text) => {
  const iso = /^(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)/.exec(text);
  if (iso) return iso[1] * 10000 + iso[2] * 100 + Number(iso[3] ?? 0);
  const words = /^(?:(\d\d?) (?:to \d\d? )?)?([a-z]+)\b.*?(\d{4})/i.exec(text);
  const month = words ? MONTHS.indexOf(words[2].toLowerCase()) + 1 : 0;
  return month ? words[3] * 10000 + month * 100 + Number(words[1] ?? 0) : null;
};

// What each cell is sorted by: a value, else its words after all values, and what is missing last.
const readColumn = (texts) => {
  const said = texts.filter((text) => !MISSING.test(text));
  const most = (read) => 2 * said.filter((text) => read(text) !== null).length > said.length;
  const readYear = (text) => readDay(text) ?? (/^\d{4}$/.test(text) ? text * 10000 : null);
  const read = most(readDay) ? readYear : most(readNumber) ? readNumber : () => null;
  return texts.map((text) => (MISSING.test(text) ? [2] : read(text) === null ? [1, text] : [0, read(text)]));
};
const inOrder = ([kind, a], [other, b], direction, compare) =>
  kind - other || direction * (kind === 1 ? compare(a, b) : kind || a === b ? 0 : a < b ? -1 : 1);

const makeSortable = (table, groups, every) => {
  const head = [...table.tHead.rows].at(-1).cells;
  let place = 0;
  for (const th of head) {
    const column = place;
    place += th.colSpan;
    if (th.scope !== "col" || th.colSpan > 1 || th.querySelector("a")) continue;
    const button = make("button", "sort", ...th.childNodes);
    button.type = "button";
    const arrow = make("span", "arrow");
    arrow.setAttribute("aria-hidden", "true");
    button.insertBefore(arrow, button.querySelector(".unit"));
    th.append(button);
    button.addEventListener("click", () => {
      const direction = { ascending: -1, descending: 0 }[th.getAttribute("aria-sort")] ?? 1;
      for (const other of head) other.removeAttribute("aria-sort");
      if (direction) th.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const keys = readColumn(every.map((row) => say(row.cells[column])));
      // City 9 is before City 10; codes and numbers filled up with 0 are already in the order of their letters.
      const compare = keys.some(([kind, text]) => kind === 1 && /(?<!\d)0\d/.test(text)) ? compareWords : compareNumbered;
      const key = new Map(every.map((row, n) => [row, keys[n]]));
      for (const { heading, rows } of groups) {
        const sorted = [...rows].sort((a, b) => direction && inOrder(key.get(a), key.get(b), direction, compare));
        table.tBodies[0].append(...heading, ...sorted);
      }
    });
  }
  table.classList.add("sortable");
  table.setAttribute("aria-description", "Buttons in the head sort the rows.");
};

const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("−", "-").replaceAll("’", "'").toLowerCase();

const makeFilterable = (holder, table, groups, every) => {
  const cut = [...holder.querySelectorAll(".note")].some((note) => /^The first .+ of .+ rows;/.test(note.textContent));
  const field = make("input", "");
  const told = make("span", "", `${every.length} rows`);
  const label = make("label", "", cut ? "Filter the rows shown here" : "Filter the rows", field);
  field.type = "search";
  field.autocomplete = "off";
  told.setAttribute("role", "status");
  const caption = table.caption ?? table.createCaption();
  if (caption.id) {
    // The table is still called by the words of its caption alone.
    const words = make("span", "", ...caption.childNodes);
    words.id = caption.id;
    caption.removeAttribute("id");
    caption.append(words);
    table.setAttribute("aria-labelledby", words.id);
  }
  caption.append(make("div", "filter", label, told));

  // A word is looked for within a cell, not across two.
  const join = (row) => plain([...row.cells].map((cell) => cell.textContent).join("\n"));
  const texts = new Map([...table.tBodies[0].rows].map((row) => [row, join(row)]));
  const look = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    // Columns keep their widths while rows come and go.
    const cells = [...[...table.tHead.rows].at(-1).cells];
    const widths = cells.map((cell) => (words.length ? cell.style.minWidth || `${cell.offsetWidth}px` : ""));
    cells.forEach((cell, n) => (cell.style.minWidth = widths[n]));
    for (const { heading, rows } of groups) {
      for (const row of rows) {
        row.hidden = !words.every((word) => [row, ...heading].some((part) => texts.get(part).includes(word)));
      }
      for (const row of heading) row.hidden = rows.every((other) => other.hidden) && words.length > 0;
    }
    const shown = every.filter((row) => !row.hidden).length;
    told.textContent = `${words.length ? `${shown} of ` : ""}${every.length} rows${
      words.length && cut ? "; rows not shown here are not looked at" : ""
    }`;
  };
  field.addEventListener("input", look);
  table.showAll = () => {
    field.value = "";
    look();
  };
};

for (const holder of document.querySelectorAll(".table")) {
  const table = holder.querySelector("table");
  const body = table.tBodies[0];
  if (!table.tHead || !body || body.querySelector("[rowspan]")) continue;
  // A row that heads a group stays above its rows.
  const groups = [{ heading: [], rows: [] }];
  for (const row of body.rows) {
    if (row.querySelector(":scope > [scope=rowgroup][colspan]")) groups.push({ heading: [row], rows: [] });
    else groups.at(-1).rows.push(row);
  }
  const every = groups.flatMap((group) => group.rows);
  if (every.length > 3 && groups.some(({ rows }) => rows.length > 1)) makeSortable(table, groups, every);
  if (every.length > 14) makeFilterable(holder, table, groups, every);
}

// A link arrives at its row though a filter has hidden it.
const reveal = (target) => {
  const hidden = target?.closest("tr[hidden]");
  hidden?.closest("table").showAll();
  return hidden;
};
addEventListener("click", ({ target }) => {
  const link = target.closest("a[href^='#']");
  if (link) reveal(document.getElementById(link.getAttribute("href").slice(1)));
});
addEventListener("hashchange", () => reveal(document.querySelector(":target"))?.scrollIntoView());
