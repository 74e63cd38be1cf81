// The page: state, what happens, and its two lives, alone (report.html) and with a kernel behind it.

import { above, build, countOf, decode, grouped, scores, speak, thousands } from "./counting.js";
import { bring, h } from "./drawing.js";
import { byGroup, evidence, placeOf, spotsOf } from "./evidence.js";
import { codeSheet, drawTesting, editLine, lineByKey, showKeys, tools, wish } from "./tools.js";
import { compare, depth, facets, markText, marked, outline, strokes, tableView, textView } from "./views.js";

const FORM = 2; // of the data (docs/page.md)
const COLOURS = 10; // more groups than this have none of their own
const NONE = { by: "section", level: 1, reference: "rest", small: [], p: {}, permutations: 0, unit: "" };

// Draw a page into `root`.  `host` is null, or what stands behind it: {send(message), on(handler)}.
// `own` is true where the whole browser page is this one's: then it has its address, its storage,
// its paper and the keyboard from the start.  Returns a function that takes it away.
export function mount(root, data, host = null, own = false) {
  if (data.form > FORM) throw new Error(`data of form ${data.form}, and this page knows ${FORM}`);
  const page = {
    root, host, own, data, round: 0, turn: 0, progress: null, told: "", more: new Map(), versions: new Map(), tagged: null,
    state: {
      view: "compare", target: null, reference: null, comparison: 0, term: null, inside: false, plain: false,
      about: null, top: 12, single: true, keyOnly: true, sort: null, filter: "", edits: [], hit: 0,
      measure: "log_likelihood", tags: "", numbers: false, unfolded: false,
      language: data.language, theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    },
  };
  Object.assign(page, counted(page), names(page), drawn(page), actions(page), reading(page), asking(page));
  root.classList.add("ta");
  root.tabIndex = -1;
  page.take(data);
  page.restore();
  page.begin();
  const stop = alive(page);
  if (host) page.ask("hello");
  if (own) root.focus({ preventScroll: true });
  return stop;
}

// --- what is counted -----------------------------------------------------------------------------

function counted(page) {
  let memo = new Map(), sizes = null, ends = null;
  const { state } = page;
  const lies = (one, other) => one.doc === other.doc && `${one.path}.`.startsWith(`${other.path}.`);
  return {
    take(data) { // new data: of the start, or from the kernel
      if (page.host && !data.explorer) data.explorer = { edits: [], turn: 0, documents: [], chosen: [], kinds: [], view: {} };
      Object.assign(page, { data, decoded: decode(data), drawnText: null, drawnOutline: null });
      page.round++;
      sizes = ends = null;
      page.recount();
    },
    recount() {
      const { data } = page;
      page.model = build(data, page.decoded, page.pending());
      page.table = grouped(data, page.model, data.comparisons[state.comparison] || NONE);
      page.W = speak(data.words[state.language], page.table.comparison.by);
      page.forget();
    },
    forget() { memo = new Map(); },
    rowsOf(target, reference = state.reference, all = false) {
      const key = `${target}/${reference}`;
      if (!memo.has(key)) {
        const other = reference === target ? null : reference;
        const rows = scores(page.table, page.model, target, other, page.entryOf(other));
        const shown = (row) => (row.hidden === "number" ? Object.create(row, { hidden: { value: "" } }) : row);
        memo.set(key, state.numbers ? rows.map(shown) : rows);
      }
      return all ? memo.get(key) : memo.get(key).filter((row) => page.shows(row.term));
    },
    shows: (term) => (state.single || [...term].length > 1) && (!state.tags || !page.tagged || page.tagged[state.tags].has(term)),
    wholes() { // tokens of each section with all that lies under it
      const { sections } = page.data;
      if (!sizes) sizes = sections.map((one) => sections.reduce((sum, other, k) => sum + (lies(other, one) ? page.model.sizes[k] : 0), 0));
      return sizes;
    },
    ends() { // the end of each section with all that lies under it
      const { sections } = page.data;
      if (!ends) ends = sections.map((one) => Math.max(...sections.filter((other) => lies(other, one)).map((other) => other.end)));
      return ends;
    },
    spots: () => spotsOf(page),
  };
}

// --- what things are called, and their colour -------------------------------------------------------

function names(page) {
  return {
    // A section's name: its heading, as much of it as there is room for.
    name(section, room = 99) {
      if (!section.title && section.path === "0") return page.W.front;
      const title = section.title || section.path, letters = [...title];
      const clause = title.split(/[，,；]/)[0]; // rather a whole clause than half a word
      if (letters.length <= room) return title;
      return clause.length <= room && clause.length > 3 ? clause : `${letters.slice(0, room - 1).join("").trimEnd()}…`;
    },
    groupName(i, room = 99) {
      const { groups } = page.table, own = page.ownText(groups[i]);
      const name = page.name(groups[i].section, room), twin = groups.some((one, k) => k !== i && page.name(one.section, room) === name);
      if (!twin || room > 90) return name + own;
      return page.name(groups[i].section) + own; // two that would be called the same are not cut
    },
    // What is compared with what, and how many times that is.
    versus() {
      const { W } = page, { reference } = page.state;
      if (reference === null) return W.versusRest;
      return reference === "background" ? W.versusBackground : W.versusOne(page.groupName(reference));
    },
    times(multiple) {
      const { W } = page, { reference } = page.state;
      if (reference === null) return W.ofRest(multiple);
      return reference === "background" ? W.versusMany(multiple) : W.versus(multiple, page.groupName(reference, 12));
    },
    onlyHere: () => (page.state.reference === null ? page.W.only : page.W.notInOther),
    // A group above the level that is compared stands for its own text alone.
    ownText({ section }) {
      const { comparison } = page.table, { sections } = page.data;
      if (comparison.by !== "section" || section.level < 1 || section.level >= comparison.level) return "";
      const below = (one) => one.doc === section.doc && one.path.startsWith(`${section.path}.`);
      return sections.some(below) ? page.W.own : "";
    },
    narrow: () => page.root.dataset.width === "narrow",
    slim: () => page.root.dataset.slim === "true",
    filled: () => page.table.groups.filter((group) => group.size).length, // groups with any text
    isLong: () => page.filled() > 11, // more groups than colours
    hasText: () => page.data.text !== "none",
    colour(hue) {
      const number = parseInt(hue, 10) || 0, { comparison, groups } = page.table;
      const tops = page.data.sections.filter((one) => one.level === 1);
      const many = comparison.by === "section" ? new Set(tops.map((one) => one.path)).size : groups.length;
      return `--c:var(--s${many > COLOURS && number ? 1 : number})`;
    },
  };
}

// --- drawing ---------------------------------------------------------------------------------------

function drawn(page) {
  const { root, state } = page;
  const find = (selector) => root.querySelector(selector);
  const key = () => `${state.view}/${state.target}/${state.comparison}`;

  // What is drawn anew takes the focus away; then the root has it, or the keys would go elsewhere.
  function keepFocus(draw) {
    const inside = root.contains(document.activeElement);
    draw();
    if (inside && !root.contains(document.activeElement)) root.focus({ preventScroll: true });
  }

  function drawTerm() {
    const spots = page.spots();
    root.querySelectorAll(".main [data-term]").forEach((node) => node.classList.toggle("chosen", node.dataset.term === state.term));
    find(".evidence").replaceChildren(...evidence(page, editLine(page)).flat().filter(Boolean));
    strokes(page, spots);
    markText(page, spots);
    page.step(0);
    page.address();
    drawTesting(page);
  }

  function drawAll() {
    page.W = speak(page.data.words[state.language], page.table.comparison.by);
    root.lang = state.language === "zh" ? "zh-CN" : "en";
    if (page.own) document.documentElement.lang = root.lang;
    Object.assign(root.dataset, { theme: state.theme, view: state.view, life: page.host ? "explorer" : "report" });
    const place = find(".main"), scroll = place && place.dataset.key === key() ? place.scrollTop : 0;
    const { scrollTop: down = 0, scrollLeft: along = 0 } = find(".outline") || {};
    const open = find(".evidence.open");
    const view = { compare, table: tableView, text: textView }[state.view](page);
    root.replaceChildren(...[
      head(page), tools(page), outline(page),
      h("main", { class: "main", "data-key": key(), tabindex: 0, "aria-label": page.W[state.view], onscroll: () => page.follow() }, view),
      h("aside", { class: `evidence ${open ? "open" : ""}`, "aria-live": "polite", "aria-label": page.W.evidence, tabindex: 0 }),
    ].filter(Boolean));
    page.say(page.told);
    drawTerm();
    find(".main").scrollTop = scroll;
    Object.assign(find(".outline"), { scrollTop: down, scrollLeft: along });
    const here = find('.outline [aria-current="true"]');
    if (here) bring(here);
  }

  return { redraw: () => keepFocus(drawAll), redrawTerm: () => keepFocus(drawTerm) };
}

function head(page) {
  const { data, state, W } = page;
  const button = (label, press, props = {}) => h("button", { onclick: press, ...props }, label);
  const views = ["compare", "table", ...(page.hasText() ? ["text"] : [])];
  const levels = !page.host && data.comparisons.length > 1 ? h("div", { class: "levels", role: "group", "aria-label": W.level },
    data.comparisons.map((one, i) => button(`${W.level} ${one.level}`, () => page.level(i), { "aria-pressed": i === state.comparison }))) : null;
  const tongue = () => { state.language = state.language === "zh" ? "en" : "zh"; page.drawnText = null; page.remember(); page.redraw(); };
  const theme = () => { state.theme = state.theme === "dark" ? "light" : "dark"; page.remember(); page.redraw(); };
  return h("header", { class: "head" },
    h("div", { class: "name" }, h("h1", { title: page.title() }, page.title()), h("small", {}, page.facts())),
    h("div", { class: "views", role: "group", "aria-label": W.views }, views.map((view) => button(
      view === "text" && data.text === "evidence" ? W.excerpts : W[view], () => page.show(view), { "aria-pressed": state.view === view },
    ))),
    levels,
    h("div", { class: "find" }, h("input", {
      type: "search", placeholder: W.search, "aria-label": W.search, autocomplete: "off", spellcheck: "false",
      oninput: (event) => page.suggest(event), onkeydown: (event) => page.suggestKey(event),
    }), h("div", { class: "found" })),
    h("div", { class: "switches" }, button(W.language, tongue), button(state.theme === "dark" ? W.light : W.dark, theme),
      button("?", () => showKeys(page), { "aria-label": W.keys })));
}

// --- what happens ------------------------------------------------------------------------------------

function actions(page) {
  const { root, state } = page;
  const find = (selector) => root.querySelector(selector);
  return {
    title() {
      const { data, W } = page;
      return data.title || (data.documents.length > 1 ? W.documents(data.documents.length) : data.documents[0].title);
    },
    facts() {
      const { data, W, table, model } = page;
      const letters = data.documents.reduce((sum, one) => sum + one.characters, 0);
      const told = [W.size(thousands(letters), thousands(model.total))];
      if (data.documents.length > 1 && (data.title || table.comparison.by !== "document")) told.push(W.documents(data.documents.length));
      if (table.comparison.by !== "document") told.push(W.sections(page.filled()));
      if (data.text === "evidence") told.push(W.onlyEvidence(page.decoded.sentences.length, data.sentences));
      if (data.text === "none") told.push(W.noText);
      return told.join(" · ");
    },
    choose(target) {
      state.target = target;
      if (target !== null) state.about = target;
      if (state.view === "text") state.view = "compare";
      page.redraw();
      find(".main").scrollTop = 0;
    },
    show(view) {
      if (view === "text" && !page.hasText()) return;
      state.view = view;
      page.redraw();
    },
    level(i) {
      Object.assign(state, { comparison: i, target: null, reference: null, about: null });
      page.drawnText = null; // its colours may be others
      page.more.clear();
      page.recount();
      page.redraw();
      page.ask("compare");
    },
    select(term, { plain = false, focus = false, about = state.target } = {}) {
      Object.assign(state, { term, plain, about, inside: false, hit: 0 });
      page.redrawTerm();
      const panel = find(".evidence");
      panel.scrollTop = 0;
      panel.classList.add("open");
      if (focus && panel.querySelector("h2")) panel.querySelector("h2").focus();
    },
    closeEvidence: () => find(".evidence").classList.remove("open"),
    suggest(event) {
      const text = event.target.value.trim(), box = find(".found"), { model, decoded, W } = page;
      if (!text) { box.replaceChildren(); return; }
      const terms = [...model.tally.keys()].filter((term) => term.includes(text)).map((term) => [term, countOf(model, term)])
        .sort((x, y) => (y[0] === text) - (x[0] === text) || y[1] - x[1]).slice(0, 7);
      const option = ([term, n]) => h("button", { onclick: () => page.found(term, false) }, term, h("small", {}, String(n)));
      const every = decoded.texts.reduce((sum, one) => sum + one.places(text).length, 0);
      const last = page.hasText() ? h("button", { class: "plain", onclick: () => page.found(text, true) }, W.find(text, every)) : null;
      box.replaceChildren(...[...terms.map(option), last].filter(Boolean));
    },
    found(term, plain) {
      find(".found").replaceChildren();
      find(".find input").value = "";
      page.select(term, { plain, focus: true });
    },
    suggestKey(event) {
      if (event.isComposing) return;
      const options = [...root.querySelectorAll(".found button")], now = options.findIndex((one) => one.classList.contains("active"));
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = options[(now + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length];
        options.forEach((one) => one.classList.toggle("active", one === next));
      } else if (event.key === "Enter" && options.length) (options[now] || options[0]).click();
      else if (event.key === "Escape") {
        find(".found").replaceChildren();
        event.target.value = "";
        root.focus({ preventScroll: true });
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    begin() { // the strongest term of all, so that the panel says something from the start
      const { table, model } = page;
      if (state.term) return;
      const asked = (group, i) => (state.target === null ? !group.tiny : i === state.target);
      const rows = page.filled() < 2 ? [] : table.groups.flatMap((group, i) => (asked(group, i)
        ? page.rowsOf(i).slice(0, 40).filter((row) => above(row) && !row.hidden).slice(0, 12).map((row) => [row, i]) : []));
      const [best, about] = rows.sort(([x], [y]) => (y.sure === "yes") - (x.sure === "yes") || y.g2 - x.g2)[0] || [];
      const usual = [...model.tally.keys()].filter((term) => !model.hidden.has(term) && !model.quiet.has(term))
        .sort((x, y) => countOf(model, y) - countOf(model, x))[0];
      state.term = best ? best.term : usual || null;
      state.about = best ? about : null;
    },
    // The page remembers itself in its address (a link, the back button), the theme in the browser.
    address() {
      if (page.host) page.remember();
      if (!page.own) return;
      const { table, data } = page;
      const parts = {
        v: state.view, c: state.comparison || "", s: state.target === null ? "" : table.groups[state.target].key,
        t: state.term || "", x: state.plain ? 1 : "", l: state.language === data.language ? "" : state.language,
      };
      const hash = `#${new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== ""))}`;
      if (hash !== location.hash) history.replaceState(null, "", hash);
    },
    restore() {
      if (page.host) page.resume();
      if (!page.own) return;
      try {
        const { theme } = JSON.parse(localStorage.getItem("analysis-page") || "{}");
        if (theme === "dark" || theme === "light") state.theme = theme;
      } catch (error) { /* a private window has no storage */ }
      const parts = new URLSearchParams(location.hash.slice(1)), { data } = page;
      if (data.words[parts.get("l")]) state.language = parts.get("l");
      state.comparison = Math.min(Math.max(Number(parts.get("c")) || 0, 0), Math.max(data.comparisons.length - 1, 0));
      page.recount();
      const target = page.table.groups.findIndex((group) => group.key === parts.get("s"));
      const view = ["table", "text"].includes(parts.get("v")) && (parts.get("v") !== "text" || page.hasText()) ? parts.get("v") : "compare";
      Object.assign(state, { view, target: target < 0 ? null : target, term: parts.get("t") || null });
      if (target >= 0) state.about = target;
      state.plain = Boolean(state.term) && (parts.get("x") === "1" || !page.model.tally.has(state.term));
    },
    resume() { // a page that is opened once more, or settings from a file
      const { data } = page, { view, edits, turn } = data.explorer, kept = page.host.view || {};
      page.turn = turn;
      state.edits = edits;
      page.versions.set(JSON.stringify(edits), data);
      const { level, target, reference, ...plain } = { ...view, ...kept };
      Object.assign(state, plain);
      state.comparison = Math.max(0, data.comparisons.findIndex((one) => one.level === level));
      page.recount();
      const place = (name) => page.table.groups.findIndex((group) => group.key === name);
      state.target = place(target) < 0 ? null : place(target);
      state.reference = reference === "background" ? reference : place(reference) < 0 ? null : place(reference);
      state.about = state.target;
      if (state.reference !== null) page.ask("compare");
      if (state.tags) page.ask("tags");
    },
    remember() {
      if (page.host) {
        const { view, term, plain, theme } = state, now = { ...wish(page), view, term, plain, theme };
        if (page.host.remember && JSON.stringify(now) !== page.remembered) page.host.remember(now);
        page.remembered = JSON.stringify(now);
      }
      if (!page.own) return;
      try {
        localStorage.setItem("analysis-page", JSON.stringify({ theme: state.theme }));
      } catch (error) { /* a private window has no storage */ }
    },
  };
}

// --- what the kernel is asked, and what it says (docs/explorer.md) -------------------------------------------

function asking(page) {
  const { root, state } = page;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const named = (reference) => (reference === "background" ? reference : [page.table.groups[reference].key]);
  const keyOf = ({ by, level, reference }) => JSON.stringify([by, level, reference]);
  return {
    ask(what, more = {}) {
      if (page.host) page.host.send({ do: what, ...wish(page), ...more });
    },
    say(text) {
      page.told = text;
      const log = root.querySelector(".log");
      if (log) log.textContent = text;
    },
    // What the kernel has tested of a comparison with `reference`; null where it has nothing.
    entryOf(reference) {
      const { comparison } = page.table;
      return reference === null ? comparison : page.more.get(keyOf({ ...comparison, reference: named(reference) })) || null;
    },
    waits() { // whether anything on the screen is not tested
      const entry = page.entryOf(state.reference);
      return !entry || entry.tested === false || page.pending().length > 0;
    },
    set(some) { // what the browser does alone
      Object.assign(state, some);
      page.forget();
      page.redraw();
    },
    against(reference) {
      state.reference = reference;
      if (reference !== null && state.target === reference) state.target = null;
      page.set({});
      if (reference !== null) page.ask("compare");
    },
    measureBy(measure) {
      state.measure = measure;
      page.more.clear();
      page.ask("compare");
      page.remember();
    },
    only(tags) {
      page.set({ tags });
      if (tags && !page.tagged) page.ask("tags");
    },
    setDocuments(documents, by) {
      page.versions.clear();
      page.say(page.W.waiting);
      page.ask("choose", { documents, by, turn: ++page.turn });
    },
    // Edits that the data does not hold yet.
    pending() {
      const done = page.data.explorer ? page.data.explorer.edits : [];
      return state.edits.slice(done.length);
    },
    edit(one) {
      state.edits = [...state.edits, one];
      if (!one.heading) state.term = one.merge ? one.merge.join("") : null;
      page.recount();
      page.redraw();
      page.ask("edit", { edits: state.edits, turn: ++page.turn });
    },
    undo() {
      if (state.edits.length) page.back(state.edits.slice(0, -1));
    },
    // Fewer edits: from what is known of fewer, at once; the kernel follows.
    back(edits) {
      const gone = state.edits.find((one, i) => !same(one, edits[i])) || {};
      let known = null;
      for (let k = edits.length; k >= 0 && !known; k--) known = page.versions.get(JSON.stringify(edits.slice(0, k)));
      state.edits = edits;
      page.take(known || page.data);
      if (!page.model.hits.has(state.term)) state.term = gone.drop || null;
      page.redraw();
      page.ask("edit", { edits, turn: ++page.turn });
    },
    heard(message) {
      if (message.data) page.heardData(message.data);
      if (message.comparison) page.heardComparison(message.comparison);
      if (message.tags && message.of === page.data.explorer.of) {
        page.tagged = Object.fromEntries(Object.entries(message.tags).map(([tag, terms]) => [tag, new Set(terms)]));
        page.set({});
      }
      if (message.code !== undefined) { page.say(""); codeSheet(page, message.code); }
      if (message.error !== undefined) page.say(page.W.failed(message.error));
      if (message.said !== undefined) page.say(message.said);
      if (message.progress !== undefined) {
        page.progress = message.progress;
        drawTesting(page);
      }
    },
    heardData(data) {
      if (data.explorer.turn < page.turn) return; // of an earlier wish
      const { groups } = page.table, key = (i) => (typeof i === "number" && groups[i] ? groups[i].key : i);
      const [target, reference, about] = [state.target, state.reference, state.about].map(key);
      state.edits = data.explorer.edits;
      page.turn = data.explorer.turn;
      page.versions.set(JSON.stringify(state.edits), data);
      state.comparison = Math.min(state.comparison, Math.max(0, data.comparisons.length - 1));
      page.more.clear();
      page.tagged = null;
      page.take(data);
      const place = (name) => (name === "background" ? name : page.table.groups.findIndex((group) => group.key === name));
      const found = (name) => (name === null || place(name) === -1 ? null : place(name));
      Object.assign(state, { target: found(target), reference: found(reference), about: found(about) });
      if (!state.plain && !page.model.hits.has(state.term)) { state.term = null; page.begin(); }
      if (page.told === page.W.waiting) page.say("");
      page.forget();
      page.redraw();
      if (state.reference !== null) page.ask("compare");
      if (state.tags) page.ask("tags");
    },
    heardComparison(entry) {
      const { data } = page;
      if (data.explorer && entry.of !== data.explorer.of) return; // of another version of the text
      if (entry.reference === "rest") {
        const k = data.comparisons.findIndex((one) => one.by === entry.by && one.level === entry.level);
        if (k >= 0) data.comparisons[k] = entry;
        page.recount();
      } else page.more.set(keyOf(entry), entry);
      page.forget();
      page.redraw();
    },
  };
}

// --- reading the text ----------------------------------------------------------------------------------

function reading(page) {
  const { root, state } = page;
  return {
    follow() { // the outline shows the section that is being read
      if (state.view !== "text" || !page.drawnText) return;
      const top = root.querySelector(".main").getBoundingClientRect().top + 80;
      const seen = [...page.drawnText.querySelectorAll(".part")].filter((part) => part.getBoundingClientRect().top < top).pop();
      const here = seen && page.data.sections[seen.dataset.part];
      root.querySelector(".outline .whole").setAttribute("aria-current", false);
      root.querySelectorAll(".outline .section[data-section]").forEach((one) => {
        const { doc, path } = page.data.sections[one.dataset.section];
        const same = Boolean(here) && doc === here.doc && (path === here.path || (page.narrow() && here.path.startsWith(`${path}.`)));
        one.setAttribute("aria-current", same);
      });
    },
    step(by) { // the next hit in the text
      const box = page.drawnText && page.drawnText.querySelector(".stepper");
      if (!box) return;
      const marks = [...page.drawnText.querySelectorAll("mark")];
      if (!marks.length) { box.replaceChildren(); return; }
      state.hit = (state.hit + by + marks.length) % marks.length;
      marks.forEach((mark, i) => mark.classList.toggle("now", i === state.hit));
      box.replaceChildren(h("b", {}, state.term),
        h("button", { onclick: () => page.step(-1), "aria-label": page.W.hitBefore }, "↑"),
        h("button", { onclick: () => page.step(1), "aria-label": page.W.hitNext }, "↓"),
        h("small", {}, page.W.hit(state.hit + 1, marks.length)));
      if (by && state.view === "text") bring(marks[state.hit], "middle");
    },
    jump(doc, start, heading = false) {
      if (!page.hasText()) return;
      state.view = "text";
      page.redraw();
      page.closeEvidence();
      if (heading) {
        const k = page.data.sections.findIndex((one) => one.doc === doc && one.start === start);
        const node = page.drawnText.querySelector(`[data-section="${k}"]`) || page.drawnText.querySelector(`[data-part="${k}"]`);
        if (node) bring(node, "top");
        return;
      }
      const one = page.paragraphs.find((p) => p.doc === doc && p.start <= start && start < p.end);
      if (!one) { // in a heading
        const k = page.data.sections.findIndex((s) => s.doc === doc && s.start <= start && start < s.body);
        const node = page.drawnText.querySelector(`[data-section="${k}"]`);
        if (node) bring(node, "middle");
        return;
      }
      const before = page.paragraphs.slice(0, page.paragraphs.indexOf(one));
      const marks = before.reduce((sum, { node }) => sum + node.querySelectorAll("mark").length, 0);
      const within = page.spots().filter((spot) => spot.doc === doc && spot.start >= one.start && spot.start < start).length;
      state.hit = marks + within;
      page.step(0);
      bring(page.drawnText.querySelector("mark.now") || one.node, "middle");
      one.node.classList.add("here");
      setTimeout(() => one.node.classList.remove("here"), 1600);
    },
  };
}

// --- keyboard, paper, width ------------------------------------------------------------------------------

function keys(page, event) {
  const { state, root } = page;
  if (page.host && (event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    event.stopPropagation();
    page.say(page.W.waiting);
    page.ask("settings");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (page.host) event.stopPropagation(); // a notebook has keys of its own
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape") {
    const sheet = root.querySelector(".sheet"), open = root.querySelector(".evidence.open");
    if (sheet) { sheet.remove(); root.focus({ preventScroll: true }); } else if (open && page.narrow()) page.closeEvidence();
    else if (state.target !== null) page.choose(null);
    return;
  }
  if (typing) return;
  const moves = {
    ArrowDown: () => move(page, 1), ArrowUp: () => move(page, -1), ArrowRight: () => turn(page, 1), ArrowLeft: () => turn(page, -1),
    n: () => page.step(1), p: () => page.step(-1), u: () => page.undo(), "?": () => showKeys(page),
    "/": () => root.querySelector(".find input").focus(), 1: () => page.show("compare"), 2: () => page.show("table"), 3: () => page.show("text"),
  };
  if (page.host && state.view === "text") {
    moves.h = () => lineByKey(page, 0);
    const inBar = event.target.closest(".lineBar"), by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (inBar && by) {
      event.preventDefault();
      lineByKey(page, by);
      return;
    }
  }
  if (!Object.prototype.hasOwnProperty.call(moves, event.key) || (state.view === "text" && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  moves[event.key]();
}

function move(page, by) { // to the next term on the page
  const seen = [...page.root.querySelectorAll(".main [data-term]")];
  const focused = seen.indexOf(document.activeElement.closest ? document.activeElement.closest("[data-term]") : null);
  const now = focused >= 0 ? focused : seen.findIndex((node) => node.classList.contains("chosen"));
  const next = seen[Math.min(Math.max(now + by, 0), seen.length - 1)];
  if (!next) return;
  const facet = next.closest(".facet");
  page.select(next.dataset.term, facet ? { about: [...page.table.groups.keys()].find((i) => facet.dataset.group === String(i)) } : {});
  next.focus({ preventScroll: true });
  bring(next);
}

function turn(page, by) { // to the next group that has any text
  const { groups } = page.table, n = groups.length;
  if (page.filled() < 2) return;
  let next = (page.state.target === null ? (by > 0 ? -1 : n) : page.state.target) + by;
  while (groups[next] && !groups[next].size) next += by;
  page.choose(groups[next] ? next : null);
}

// On paper: outline, facets, then every group with its chart and two sentences for three terms.
function paper(page) {
  const { state, table, data, W, root } = page, kept = { target: state.target, top: state.top };
  state.top = 6;
  const told = (i) => !page.isLong() || page.rowsOf(i).some((row) => row.sure === "yes" && !row.hidden);
  const chapters = page.filled() < 2 ? [] : [...table.groups.keys()].filter((i) => !table.groups[i].tiny && table.groups[i].size && told(i)).map((i) => {
    state.target = i;
    const view = depth(page, i);
    view.querySelectorAll(".legend, .method, .axisname").forEach((node) => node.remove());
    view.append(...page.rowsOf(i).filter((row) => row.sure === "yes" && !row.hidden && above(row)).slice(0, 3).map((row) => quote(page, row, i)));
    return view;
  });
  Object.assign(state, kept);
  const front = h("header", { class: "head" }, h("div", { class: "name" }, h("h1", {}, page.title()), h("small", {}, page.facts())));
  root.dataset.many = data.sections.length > 40; // then paper shows the coarsest level only
  return [front, outline(page), h("main", { class: "main" }, page.filled() > 1 ? facets(page) : compare(page), chapters)];
}

function quote(page, row, group) {
  const { model, decoded, table } = page;
  const found = byGroup(page, (model.hits.get(row.term) || []).map((i) => model.tokens[i])).find(([one]) => one === group);
  const some = (found ? found[1] : []).slice(0, 2);
  if (!some.length) return "";
  return h("p", { class: "quote" }, h("b", {}, row.term), " ", some.map(({ sentence, spots }) => h("q", {},
    marked(page, sentence.doc, sentence.start, sentence.end, spots), h("small", {}, ` ${placeOf(page, sentence, table.groups[group])}`))));
}

function alive(page) {
  const { root } = page;
  let screen = null;
  const beforePrint = () => {
    if (screen) return;
    screen = [...root.children];
    root.replaceChildren(...paper(page));
  };
  const afterPrint = () => {
    if (!screen) return;
    root.replaceChildren(...screen);
    screen = null;
  };
  const measure = () => { // by the width of the root: a cell of a notebook is not a window
    const width = root.clientWidth < 720 ? "narrow" : root.clientWidth < 1080 ? "middle" : "wide";
    const slim = String(root.clientWidth < 1000); // the middle column has no room for words beside a chart
    if ((width === root.dataset.width && slim === root.dataset.slim) || screen) return;
    Object.assign(root.dataset, { width, slim });
    page.redraw();
  };
  measure();
  const watch = new ResizeObserver(measure), press = (event) => keys(page, event);
  watch.observe(root);
  root.addEventListener("keydown", press);
  if (page.own) {
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
  }
  const quiet = page.host && page.host.on ? page.host.on((message) => page.heard(message)) : null;
  return () => {
    watch.disconnect();
    root.removeEventListener("keydown", press);
    window.removeEventListener("beforeprint", beforePrint);
    window.removeEventListener("afterprint", afterPrint);
    if (typeof quiet === "function") quiet();
    root.replaceChildren();
  };
}
