// Three views of one state (group, term): the outline beside them, comparison, table and text.

import { above, countOf, multiple, per, rate, shareInterval, thousands } from "./counting.js";
import { axis, fraction, h, interval, svg } from "./drawing.js";
import { lineBar } from "./tools.js";

const FACET = 6, HINTS = 8, TABLE = 200, FREQUENT = 20, ROWS = 9, TRENDS = 9, HIGHEST = 1.6;
const MOST = 40; // documents whose sections stand in the outline
const COLUMNS = 24; // groups with a column each; of more, all stand in one strip

// --- outline: the length of every section, and where the chosen term stands in it -----------------

export function outline(page) {
  const { state, data } = page;
  const built = [state.comparison, state.edits.length, state.language, data.comparisons.length, page.round].join();
  if (!page.drawnOutline || page.drawnOutline.dataset.built !== built) page.drawnOutline = buildOutline(page, built);
  page.drawnOutline.querySelectorAll(".section").forEach((one) => {
    one.setAttribute("aria-current", one.dataset.group === String(state.target));
  });
  return page.drawnOutline;
}

function buildOutline(page, built) {
  const { data, table, model, W, state } = page;
  const sizes = page.wholes(), largest = Math.max(...sizes, 1), by = table.comparison.by;
  const press = (target, section) => () => {
    if (state.view === "text" && section && page.hasText()) page.jump(section.doc, section.start, true);
    else page.choose(target);
  };
  const row = (more, target, section, ...inside) => h("button", {
    ...more, "data-group": String(target), onclick: press(target, section),
  }, inside);
  const title = (text, n = "") => [h("span", { class: "title" }, text), h("span", { class: "n" }, n)];
  const rows = data.sections.map((section, i) => {
    const hue = page.colour(by === "section" ? section.path : table.groups[table.of[i]].hue);
    const opens = data.documents.length > 1 && (!i || data.sections[i - 1].doc !== section.doc);
    const head = opens ? documentRow(page, row, title, section, i, hue) : null;
    const width = `width:${Math.max(0.8, 100 * sizes[i] / largest).toFixed(2)}%`;
    const bar = h("span", { class: "bar" }, h("i", { style: width }, svg("", 1000, 10)));
    const shown = page.name(section);
    const button = row({
      class: `section level${Math.min(section.level, 3)}`, style: hue, title: section.title, "data-section": i,
    }, table.of[i], section, title(shown, thousands(sizes[i])), bar);
    if (table.groups[table.of[i]].section !== section) button.dataset.group += "+"; // below what is compared
    return [head, data.documents.length > MOST ? null : button]; // of many, the documents alone
  });
  return h("nav", { class: "outline", "aria-label": W.outline, "data-built": built },
    row({ class: "section whole" }, null, null, title(W.all, thousands(model.total))), rows);
}

function documentRow(page, row, title, section, i, hue) {
  const { data, table } = page, { link, title: name, group } = data.documents[section.doc];
  const open = link ? h("a", { class: "link open", href: link }, page.W.openDocument) : null;
  const shown = group === undefined || group === name ? name : `${group} ${name}`;
  return [row({ class: "section document", style: hue }, table.of[i], section, title(shown)), open];
}

// The strokes of the chosen term in every section of the outline.
export function strokes(page, spots) {
  const { data, root } = page, ends = page.ends();
  root.querySelectorAll(".outline .section[data-section] path").forEach((path) => {
    const k = Number(path.closest("[data-section]").dataset.section), { doc, start } = data.sections[k];
    const long = Math.max(ends[k] - start, 1);
    path.setAttribute("d", spots.filter((spot) => spot.doc === doc && spot.start >= start && spot.start < ends[k])
      .map((spot) => `M${(1000 * (spot.start - start) / long).toFixed(0)} 0v10`).join(""));
  });
}

// --- comparison: facets of all groups, or one group in depth ---------------------------------------

export function compare(page) {
  const { state, W } = page;
  if (page.filled() < 2) {
    return h("div", { class: "compare" }, h("p", { class: "lead" }, W.leadOne), frequent(page));
  }
  return state.target === null ? facets(page) : depth(page, state.target);
}

function frequent(page) { // one group: what is frequent, and where in the text it stands
  const { data, model, table } = page;
  const length = data.documents.map((one) => one.text.length), before = [];
  length.forEach((one, i) => before.push(i ? before[i - 1] + length[i - 1] : 0));
  const all = Math.max(before[before.length - 1] + length[length.length - 1], 1);
  const rows = [...table.counts.keys()].filter((term) => !model.hidden.has(term) && !model.quiet.has(term))
    .map((term) => [term, countOf(model, term)])
    .sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, FREQUENT);
  const stroke = ({ doc, start }) => `M${(1000 * (before[doc] + start) / all).toFixed(0)} 0v10`;
  return h("div", { class: "frequent" }, rows.map(([term, n]) => h("button", {
    class: "row", "data-term": term, onclick: () => page.select(term),
  }, h("b", {}, term),
  h("span", { class: "strip" }, model.whole
    ? svg((model.hits.get(term) || []).map((i) => stroke(model.tokens[i])).join(""), 1000, 10)
    : h("i", { class: "length", style: `width:${(100 * n / rows[0][1]).toFixed(1)}%` })),
  h("small", { class: "counts" }, n))));
}

export function facets(page) {
  const { table, W, state } = page, places = table.groups.map((_, i) => i).filter((i) => i !== state.reference);
  const panels = places.filter((i) => !table.groups[i].tiny && table.groups[i].size > 0);
  const short = places.filter((i) => table.groups[i].tiny && table.groups[i].size > 0);
  const sure = panels.map((i) => page.rowsOf(i).filter((row) => row.sure === "yes" && !row.hidden).length);
  const total = sure.reduce((sum, n) => sum + n, 0);
  const waiting = panels.some((i) => page.rowsOf(i).some((row) => row.sure === "open"));
  const shown = page.isLong() ? panels.filter((_, k) => sure[k]) : panels;
  const rest = page.isLong() ? panels.filter((_, k) => !sure[k]) : [];
  const told = [total, sure.filter(Boolean).length, page.filled()];
  const others = total ? W.leadOther(...told, page.versus()) : W.leadNoneOther(page.versus());
  const lead = waiting && !total ? W.leadOpen : state.reference !== null ? others : total ? W.lead(...told) : W.leadNone;
  return h("div", { class: "compare" }, h("p", { class: "lead" }, lead), legend(page),
    h("div", { class: "facets" }, shown.map((i) => facet(page, i))),
    rest.length ? h("section", { class: "quiet" }, h("h3", {}, W.none), rest.map((i) => h("p", {
      style: page.colour(table.groups[i].hue),
    }, groupLink(page, i), h("span", { class: "hints" }, hints(page, i, 4))))) : null,
    short.length ? h("p", { class: "short" }, W.short, short.map((i) => [groupLink(page, i), ` ${W.tokens(table.groups[i].size)} `])) : null,
    table.comparison.by === "section" ? null : [trend(page), alike(page)],
    method(page));
}

const groupLink = (page, i) => h("button", { class: "link", onclick: () => page.choose(i) }, page.groupName(i));

function facet(page, i) {
  const { table, W } = page, group = table.groups[i];
  const rows = best(page.rowsOf(i), (row) => row.a > 1 && row.sure !== "no" && !row.hidden, FACET);
  const less = page.rowsOf(i).filter((row) => row.sure === "yes" && !row.hidden && !above(row)).length;
  return h("section", { class: "facet", "data-group": i, style: page.colour(group.hue) },
    h("h3", { role: "heading", "aria-level": 2 }, h("button", { onclick: () => page.choose(i), title: group.section.title }, page.groupName(i)),
      h("small", {}, W.tokens(thousands(group.size)))),
    rows.length ? plot(page, rows, i, false) : h("p", { class: "none" }, noneOf(page, group)),
    h("p", { class: "hints" }, hints(page, i, rows.length ? 5 : HINTS)),
    less ? h("button", { class: "link", onclick: () => page.choose(i) }, `${W.less} ${less}`) : null);
}

const noneOf = ({ table, W }, group) => (table.comparison.small.includes(group.key) ? W.tooSmall : W.none);

// Terms that are no more than hints: more here, twice or more, not supported.
const isHint = (row) => row.a > 1 && row.sure === "no" && !row.hidden;

// The first rows that are more frequent here and pass a test; they come best first.
function best(rows, test, most) {
  const found = [];
  for (const row of rows) {
    if (found.length === most || !above(row)) break;
    if (test(row)) found.push(row);
  }
  return found;
}

function hints(page, i, most) {
  const rows = best(page.rowsOf(i), isHint, most);
  if (!rows.length) return [page.W.noHints];
  const words = rows.map((row) => termButton(page, row.term, i, h("small", {}, `${row.a}:${row.b}`)));
  return [h("i", {}, page.W.hint), ...words];
}

const chosen = (page, term, about) => (event) => page.select(term, { about, focus: event.detail === 0 });

function termButton(page, term, about, ...more) {
  return h("button", { class: "word", "data-term": term, onclick: chosen(page, term, about) }, h("b", {}, term), more);
}

function plot(page, rows, target, full, less = false) {
  return h("div", { class: `plot ${full ? "full" : ""}` }, axis(full && !page.slim(), less),
    rows.map((row) => effectRow(page, row, target, full)));
}

function effectRow(page, row, target, full) {
  const { W } = page, only = row.b === 0 && row.a > 0, wide = full && !page.slim();
  const least = only && row.sure !== "no" && row.lower > 0 ? W.atLeast(multiple(row.lower)) : null;
  const told = said(page, row, wide);
  const shown = only && !wide ? W.onlyShort : told;
  const title = `${row.term}${W.colon}${told}${least ? W.comma + least : ""} (${row.a} : ${row.b}) ${W[row.sure]}`;
  return h("button", { class: `row ${row.sure}`, "data-term": row.term, title, onclick: chosen(page, row.term, target) },
    h("b", {}, row.term), interval(row, !above(row)),
    h("span", { class: "said" }, shown, wide && least ? W.comma + least : null),
    h("small", { class: "counts" }, `${row.a} : ${row.b}`));
}

// How the difference of a row is said; never a log ratio.
export function said(page, row, wide) {
  const { W } = page;
  if (row.b === 0 && row.a > 0) return page.onlyHere();
  if (!above(row)) return wide ? W.lessOf(fraction(row)) : fraction(row);
  if (!wide) return W.times(multiple(row.effect));
  return page.times(multiple(row.effect));
}

export function depth(page, i) {
  const { table, W, state } = page, group = table.groups[i];
  const rows = page.rowsOf(i).filter((row) => !row.hidden || group.tiny), more = rows.filter(above);
  const pick = (sure, most, least = 1) => more.filter((row) => row.sure === sure && row.a > least).slice(0, most);
  const sure = pick("yes", state.top, 0).sort((x, y) => Boolean(y.claim) - Boolean(x.claim)), open = pick("open", state.top);
  // as many hints as the figure has, in which they fill up to nine rows
  const room = Math.max(0, Math.min(state.top - sure.length - open.length, Math.max(3, ROWS - sure.length)));
  const several = pick("no", room), weak = several.length ? several : pick("no", room, 0);
  const less = rows.filter((row) => row.sure === "yes" && !above(row)).reverse().slice(0, state.top);
  const block = (title, some, rarer) => (some.length ? [h("h4", { role: "heading", "aria-level": 3 }, title), plot(page, some, i, true, rarer)] : []);
  const versus = page.versus();
  const share = W.share((100 * group.size / table.total).toFixed(0));
  return h("div", { class: "compare depth", style: page.colour(group.hue) },
    h("h2", {}, page.groupName(i)),
    h("p", { class: "sub" }, [W.tokens(thousands(group.size)), share, versus].join(" · ")),
    legend(page), block(W.yes, sure),
    sure.length || open.length ? null : h("p", { class: "none" }, noneOf(page, group)),
    block(W.openHints, open), block(W.less, less, true), block(W.hints, weak),
    h("p", { class: "axisname" }, `${state.reference === null ? W.axis : versus} · ${W.counts}`),
    leftOut(page, i), method(page));
}

// What the chart does not show, and why: as `left_out` says it.
function leftOut(page, i) {
  const { W } = page, n = new Map();
  page.rowsOf(i).filter((row) => row.hidden && above(row)).forEach((row) => n.set(row.hidden, (n.get(row.hidden) || 0) + 1));
  const told = Object.keys(W.values.hidden).filter((name) => n.get(name)).map((name) => `${W.values.hidden[name]} ${n.get(name)}`);
  return told.length ? h("p", { class: "axisname" }, W.leftOut(told.join(W.between))) : null;
}

function method(page) {
  const { table, data, W, state } = page, { permutations, unit } = page.entryOf(state.reference) || table.comparison;
  if (state.reference === "background") return h("p", { class: "method" }, W.methodInterval);
  return !permutations ? null : h("p", { class: "method" }, W.method(permutations, data.made.package, data.made.date, W.units[unit] || ""));
}

function legend(page) {
  const { W } = page, line = (only) => ({ class: `line ${only ? "only on" : ""}`, style: "left:0;right:0" });
  const key = (kind, only, text) => h("span", { class: `key row ${kind}` },
    h("span", { class: "mark" }, h("i", line(only)), only ? null : h("i", { class: "dot", style: "left:50%" })), text);
  return h("p", { class: "legend" }, key("yes", false, W.legendYes), key("no", false, W.legendNo), key("yes", true, W.legendOnly));
}

// --- documents and years: how rates move, and how alike the groups are -----------------------------

// The rate of the strongest terms in every group, each on a scale of its own.
function trend(page) {
  const { table, W } = page;
  if (page.filled() < 3) return null;
  const strong = new Map();
  table.groups.forEach((group, i) => page.rowsOf(i, null).filter((row) => row.sure === "yes" && !row.hidden && above(row))
    .forEach((row) => strong.set(row.term, Math.max(strong.get(row.term) || 0, row.g2))));
  const terms = [...strong].sort((x, y) => y[1] - x[1]).slice(0, TRENDS).map(([term]) => term);
  if (!terms.length) return null;
  return h("section", { class: "trends" }, h("h3", {}, W.trend), h("p", { class: "sub" }, W.trendNote),
    h("div", { class: "lines" }, terms.map((term) => course(page, term))));
}

function course(page, term) {
  const { table, W } = page, counts = table.counts.get(term);
  const places = [...table.groups.keys()].filter((i) => table.groups[i].size), last = places.length - 1;
  const rates = places.map((i) => per(counts[i], table.sizes[i])), most = Math.max(...rates);
  const limits = places.map((i) => shareInterval(counts[i], table.sizes[i]).map((share) => 10000 * share));
  const top = Math.min(Math.max(...limits.flat()), HIGHEST * most);
  const x = (i) => (4 + 92 * i / last).toFixed(1), at = (one) => (36 - 32 * Math.min(one, top) / top).toFixed(1);
  const y = (i) => at(rates[i]);
  const line = svg(`M${rates.map((_, i) => `${x(i)} ${y(i)}`).join("L")}`, 100, 40, "course");
  const bars = svg(limits.map(([from, to], i) => `M${x(i)} ${at(from)}V${at(to)}`).join(""), 100, 40, "limits");
  const dots = rates.map((one, i) => h("i", {
    class: "point", style: `left:${x(i)}%;top:${(100 * y(i) / 40).toFixed(1)}%`, title: `${page.groupName(places[i])} ${rate(one)} (${counts[places[i]]}; ${limits[i].map(rate).join("–")})`,
  }));
  const end = (i) => `${page.groupName(places[i], 8)} ${rate(rates[i])}`;
  return h("button", { class: "trend", "data-term": term, onclick: chosen(page, term, null) },
    h("b", {}, term), h("small", {}, W.most(rate(most))),
    h("span", { class: "curve" }, bars, line, dots),
    h("small", { class: "ends" }, h("span", {}, end(0)), h("span", {}, end(last))));
}

function alike(page) {
  const { data, table, W } = page, given = data.alike;
  const place = new Map(table.groups.map((group, i) => [group.key, i]));
  if (!given || !given.groups.every((key) => place.has(key))) return null;
  const order = given.groups.map((key) => place.get(key)), slim = order.length > 6;
  const off = given.values.flatMap((row, i) => row.filter((_, k) => k !== i));
  const low = Math.min(...off), spread = Math.max(Math.max(...off) - low, 1);
  const cell = (value, i, k) => h("td", {
    class: "cell", style: `--a:${i === k ? 0 : (0.06 + 0.64 * (value - low) / spread).toFixed(2)}`,
  }, i === k ? "" : (value / 1000).toFixed(2));
  return h("section", { class: "alike" }, h("h3", {}, W.alike), h("p", { class: "sub" }, W.alikeNote),
    h("div", { class: "across", tabindex: 0, role: "group", "aria-label": W.alike }, h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), order.map((i) => h("th", {
      class: `cell ${slim ? "slim" : ""}`, scope: "col", style: page.colour(table.groups[i].hue),
    }, h("span", {}, page.groupName(i, slim ? 10 : 12)))))),
    h("tbody", {}, given.values.map((row, i) => h("tr", {}, h("th", { class: "side", scope: "row" }, page.groupName(order[i], 14)),
      row.map((value, k) => cell(value, i, k))))))));
}

// --- table: terms by groups (a heat map), or the numbers of one group ------------------------------

export function tableView(page) {
  const { state, table, model, W } = page;
  const one = state.target !== null && page.filled() > 1, keys = one ? null : keyTerms(page);
  const only = Boolean(keys && keys.size > 2 && state.keyOnly);
  const every = one ? columnsOfOne(page) : columnsOfAll(page, keys);
  const columns = one || page.filled() <= COLUMNS ? every : [...every.slice(0, 3), ...stripColumns(page, every.slice(3))];
  let rows = one ? page.rowsOf(state.target) : [...table.counts]
    .filter(([term]) => !model.hidden.has(term) && page.shows(term) && (!only || keys.has(term)))
    .map(([term, counts]) => ({ term, counts, n: counts.reduce((x, y) => x + y, 0), range: counts.filter(Boolean).length }));
  rows = rows.filter((row) => row.term.includes(state.filter));
  const asked = state.sort && columns.find((column) => column.key === state.sort.key) ? state.sort : null;
  const sort = asked || (only ? { key: "key", down: false } : { key: one ? "g2" : "n", down: true });
  const value = (columns.find((column) => column.key === sort.key) || {
    value: (row) => (only ? keys.get(row.term).place : row[sort.key]),
  }).value;
  rows.sort((x, y) => {
    const [u, v] = [value(x), value(y)];
    return (sort.down ? -1 : 1) * (u < v ? -1 : u > v ? 1 : 0) || y.n - x.n || (x.term < y.term ? -1 : 1);
  });
  const shown = rows.slice(0, TABLE);
  return h("div", { class: "table" },
    h("p", { class: "sub" }, filterBox(page), " ", shown.length < rows.length ? W.rows(shown.length, rows.length) : W.allRows(rows.length),
      keys && keys.size > 2 ? h("label", {}, h("input", {
        type: "checkbox", checked: state.keyOnly, onchange: (event) => { state.keyOnly = event.target.checked; state.sort = null; page.redraw(); },
      }), W.keyOnly) : null,
      h("button", { class: "link", onclick: () => saveTable(page, every, rows) }, W.csv)),
    one ? null : h("p", { class: "sub" }, W.framed, columns === every ? null : [W.stop, W.strip]),
    h("table", { class: one ? "one" : "heat" },
      h("thead", {}, h("tr", {}, columns.map((column) => headCell(page, column, sort)))),
      h("tbody", {}, shown.map((row) => h("tr", {
        class: row.sure || "", "data-term": row.term, tabindex: -1, onclick: (event) => page.select(row.term, aboutOf(event)),
      }, columns.map((column) => (column.key === "term"
        ? h("th", { class: "term", scope: "row" }, h("button", { class: "word" }, h("b", {}, row.term)))
        : h("td", {
          class: column.class || "", style: column.cell ? column.cell(row) : "", "data-place": column.place,
        }, (column.draw || column.text)(row)))))))));
}

// The group whose cell was pressed.
function aboutOf({ target }) {
  const { place } = target.dataset || {};
  return place === undefined ? {} : { about: Number(place) };
}

// All groups of a long document in one strip, from left to right, and where the rate is highest.
function stripColumns(page, cells) {
  const { table, W } = page;
  const cell = (row) => (column) => h("i", {
    style: column.cell(row), "data-place": column.place,
    title: `${column.title} ${row.counts[column.place]}`,
  });
  const most = (row) => row.counts.map((n, i) => [i, table.groups[i].tiny ? 0 : per(n, table.sizes[i])])
    .filter(([, one]) => one).sort((x, y) => y[1] - x[1]).slice(0, 2);
  const told = (row) => most(row).map(([i]) => `${page.groupName(i, 12)} ${row.counts[i]}`).join(W.between);
  const first = (row) => (most(row)[0] || [table.groups.length])[0];
  return [
    { key: "strip", head: W.stripHead, value: first, class: "strips", draw: (row) => h("span", { class: "strips" }, cells.map(cell(row))) },
    { key: "best", head: W.strongest, value: first, class: "best", draw: told },
  ];
}

function headCell(page, column, sort) {
  const direction = column.key === sort.key ? (sort.down ? "descending" : "ascending") : "none";
  const press = () => {
    page.state.sort = { key: column.key, down: column.key === sort.key ? !sort.down : column.key !== "term" };
    page.redraw();
  };
  return h("th", {
    class: column.class || "", style: column.style || "", title: column.title || "", scope: "col", "aria-sort": direction,
  }, h("button", { onclick: press }, column.head));
}

function filterBox(page) {
  const { state, W } = page;
  return h("input", {
    type: "search", placeholder: W.filter, value: state.filter, "aria-label": W.filter, class: "filter",
    oninput: (event) => {
      if (event.isComposing) return; // an input method has not finished the word
      state.filter = event.target.value.trim();
      page.redraw();
      const box = page.root.querySelector(".filter");
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
    oncompositionend: (event) => event.target.dispatchEvent(new Event("input")),
  });
}

function columnsOfOne(page) {
  const { W } = page;
  const number = (key, head, value, text = value) => ({ key, head, value, text: (row) => String(text(row)), class: "number" });
  const times = (row) => (row.b === 0 ? W.only : above(row) ? W.times(multiple(row.effect)) : row.a ? fraction(row) : "0");
  const limits = (row) => (row.b === 0 ? `≥ ${multiple(row.lower)}` : `${multiple(row.lower)} – ${multiple(row.upper)}`);
  return [
    { key: "term", head: W.term, value: (row) => row.term, text: (row) => row.term, class: "term" },
    {
      key: "sure", head: W.sure, class: "sure", value: (row) => ({ yes: 2, open: 1, no: 0 })[row.sure] * 1e6 + row.g2,
      text: (row) => W[row.sure] + (row.claim ? W.comma + W.survives[row.claim] : ""),
    },
    number("effect", W.multiple, (row) => row.effect, times),
    number("lower", W.interval, (row) => row.lower, limits),
    number("a", W.n, (row) => row.a), number("b", W.nRest, (row) => row.b),
    number("rate", W.rate, (row) => per(row.a, row.c), (row) => rate(per(row.a, row.c))),
    number("rest", W.rateRest, (row) => per(row.b, row.d), (row) => rate(per(row.b, row.d))),
    number("range", W.range, (row) => row.range, (row) => `${row.range} / ${page.filled()}`),
  ];
}

// Terms supported in some group, with the groups, in the order of the groups.
function keyTerms(page) {
  const keys = new Map();
  page.table.groups.forEach((group, i) => page.rowsOf(i, null)
    .filter((row) => row.sure === "yes" && !row.hidden && above(row)).forEach(({ term }) => {
      if (!keys.has(term)) keys.set(term, { place: keys.size, groups: new Set() });
      keys.get(term).groups.add(i);
    }));
  return keys;
}

function columnsOfAll(page, keys) {
  const { table, model, W } = page, slim = page.isLong();
  let strong = 1; // one scale for the whole table: the highest rate of a listed term in a group that is no scrap
  for (const [term, counts] of table.counts) {
    if (!model.hidden.has(term)) counts.forEach((n, i) => { if (!table.groups[i].tiny) strong = Math.max(strong, per(n, table.sizes[i])); });
  }
  const tint = (row, i) => {
    const share = Math.min(1, Math.sqrt(per(row.counts[i], table.sizes[i]) / strong));
    const framed = keys.has(row.term) && keys.get(row.term).groups.has(i) ? ";box-shadow:inset 0 0 0 2px var(--ink)" : "";
    return `--a:${row.counts[i] && !table.groups[i].tiny ? (0.06 + 0.64 * share).toFixed(2) : 0}${framed}`;
  };
  return [
    { key: "term", head: W.term, value: (row) => row.term, text: (row) => row.term, class: "term" },
    { key: "n", head: W.n, value: (row) => row.n, text: (row) => thousands(row.n), class: "number" },
    { key: "range", head: W.range, value: (row) => row.range, text: (row) => String(row.range), class: "number" },
    ...table.groups.map((group, i) => ({
      key: `g${i}`, head: page.groupName(i, slim ? 10 : 12), title: page.groupName(i), style: page.colour(group.hue),
      class: `cell ${slim ? "slim" : ""}`, place: i, value: (row) => per(row.counts[i], table.sizes[i]),
      text: (row) => (row.counts[i] ? String(row.counts[i]) : ""), cell: (row) => tint(row, i),
    })).filter(({ place }) => table.groups[place].size),
  ];
}

// A file for Excel; a cell that begins as a formula does is written as text.
function saveTable(page, columns, rows) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const lines = [columns.map((column) => column.title || column.head), ...rows.map((row) => columns.map((column) => String(column.text(row))))];
  const file = new Blob(["\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n")], { type: "text/csv" });
  const name = page.data.documents[0].name.replace(/[\\/:*?"<>|\x00-\x1f]/g, "_");
  const link = h("a", { href: URL.createObjectURL(file), download: `${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// --- text: built once, marks put in only where there are hits --------------------------------------

export function textView(page) {
  if (page.drawnText) return page.drawnText;
  page.paragraphs = [];
  const parts = page.data.documents.flatMap((_, doc) => documentParts(page, doc));
  const note = page.data.text === "evidence" ? h("p", { class: "sub" }, page.W.excerpt) : null;
  const help = page.host ? h("p", { class: "sub" }, page.W.lineHint) : null;
  page.drawnText = h("article", { class: "text", lang: "zh", onclick: (event) => lineBar(page, event.target) },
    h("div", { class: "stepper" }), note || help, parts);
  return page.drawnText;
}

function documentParts(page, doc) {
  const { data, decoded } = page, { text, title } = data.documents[doc];
  const pieces = [
    ...decoded.paragraphs.filter((one) => one.doc === doc).map(({ start, end, number }) => ({ start, end, kind: "", number })),
    ...data.asides.filter((one) => one[0] === doc).flatMap(([, start, end, role]) => lines(text, start, end, role)),
  ].sort((x, y) => x.start - y.start || x.end - y.end);
  const own = data.sections.map((section, k) => ({ ...section, k })).filter((section) => section.doc === doc);
  const parts = data.documents.length > 1 ? [h("h2", { class: "document" }, title)] : [];
  let next = 0;
  const until = (stop) => {
    const first = next;
    while (next < pieces.length && pieces[next].start < stop) next++;
    return pieces.slice(first, next).map((piece) => paragraph(page, doc, piece));
  };
  if (own.length && own[0].start > 0) parts.push(until(own[0].start));
  own.forEach((section, at) => {
    const inside = until(at + 1 < own.length ? own[at + 1].start : Infinity);
    if (!inside.length && section.body === section.start) return; // nothing of it is sent
    const whole = section.body > section.start;
    const shown = whole ? decoded.texts[doc].shown(section.start, section.body).trim() : section.title;
    const heading = shown ? h(section.level === 1 ? "h2" : "h3", { "data-section": section.k }, shown) : null;
    parts.push(h("section", { style: page.colour(sectionHue(page, section)), class: `part level${section.level}`, "data-part": section.k }, heading, inside));
  });
  return parts;
}

const sectionHue = ({ table }, section) => (table.comparison.by === "section" ? section.path : table.groups[table.of[section.k]].hue);


function lines(text, from, to, kind) {
  const found = [];
  for (let start = from; start < to;) {
    let end = text.indexOf("\n", start);
    if (end < 0 || end > to) end = to;
    if (text.slice(start, end).trim()) found.push({ start, end, kind });
    start = end + 1;
  }
  return found;
}

function paragraph(page, doc, { start, end, kind, number }) {
  const node = h("p", { class: kind, "data-number": number || null }, page.decoded.texts[doc].shown(start, end));
  page.paragraphs.push({ node, doc, start, end, marked: false });
  return node;
}

// The marks of the chosen term in the text.
export function markText(page, spots) {
  if (!page.drawnText) return;
  let k = 0;
  for (const one of page.paragraphs) {
    const { node, doc, start, end } = one;
    while (k < spots.length && (spots[k].doc < doc || (spots[k].doc === doc && spots[k].start < start))) k++;
    const from = k;
    while (k < spots.length && spots[k].doc === doc && spots[k].start < end) k++;
    if (k > from) node.replaceChildren(...marked(page, doc, start, end, spots.slice(from, k)));
    else if (one.marked) node.replaceChildren(page.decoded.texts[doc].shown(start, end));
    one.marked = k > from;
  }
}

// A stretch of text with marks, as it is read.
export function marked(page, doc, start, end, spots) {
  const { shown } = page.decoded.texts[doc], pieces = [];
  for (const spot of spots) {
    pieces.push(shown(start, spot.start), h("mark", {}, shown(spot.start, spot.end)));
    start = spot.end;
  }
  return [...pieces, shown(start, Math.max(start, end))];
}
