// The explorer's controls: what is compared, edits, code and files.  Each says to the kernel what
// it wants; the kernel's answers come back through `host.on` (docs/explorer.md lists them all).

import { bring, h } from "./drawing.js";

// What stands beside the chosen term and may be merged with it, and the way to drop it.
export function editLine(page) {
  const { state, model, W, data } = page;
  if (!page.host || state.plain || !state.term) return null;
  const near = new Map();
  for (const i of model.hits.get(state.term) || []) {
    for (const [left, right] of [[i - 1, i], [i, i + 1]]) {
      const [u, v] = [model.tokens[left], model.tokens[right]];
      if (!u || !v || u.doc !== v.doc || u.end !== v.start || u.sentence !== v.sentence) continue;
      if (data.stop.includes(u.term) || data.stop.includes(v.term)) continue;
      const key = `${u.term}\n${v.term}`;
      near.set(key, (near.get(key) || 0) + 1);
    }
  }
  const best = [...near].filter(([, n]) => n > 1).sort((x, y) => y[1] - x[1]).slice(0, 5);
  const chip = ([key, n]) => h("button", { class: "chip merge", onclick: () => page.edit({ merge: key.split("\n") }) },
    key.replace("\n", "＋"), h("small", {}, ` ${n}`));
  return h("p", { class: "edit" }, best.length ? [W.mergeWith, best.map(chip)] : null,
    h("button", { class: "chip drop", onclick: () => page.edit({ drop: state.term }) }, W.drop));
}

// What the controls stand at, as every message says it.
export function wish({ table, state }) {
  const { target, reference } = state;
  return {
    level: table.comparison.level,
    target: target === null ? null : table.groups[target].key,
    reference: reference === null || reference === "background" ? reference : table.groups[reference].key,
    measure: state.measure, tags: state.tags, numbers: state.numbers, single: state.single, top: state.top,
    language: state.language,
  };
}

function pick(name, label, options, value, change) {
  return h("label", {}, label, h("select", { "data-control": name, onchange: (event) => change(event.target.value) },
    options.map(([key, text]) => h("option", { value: key, selected: String(key) === String(value) }, text))));
}

function check(name, label, value, change) {
  return h("label", {}, h("input", { type: "checkbox", "data-control": name, checked: value, onchange: (event) => change(event.target.checked) }), label);
}

const button = (name, label, press, props = {}) => h("button", { "data-do": name, onclick: press, ...props }, label);

export function tools(page) {
  const { state, W } = page;
  if (!page.host) return null;
  const open = h("button", { class: "unfold", "aria-expanded": state.unfolded, onclick: () => page.set({ unfolded: !state.unfolded }) }, W.settingsOpen);
  return h("div", { class: `tools ${state.unfolded ? "unfolded" : ""}` }, open, choices(page), edits(page), files(page),
    h("output", { class: "log" }));
}

function choices(page) {
  const { state, table, W, data } = page, { documents, chosen, kinds, by } = data.explorer;
  const groups = table.groups.map((_, i) => [i, page.groupName(i, 16)]);
  const levels = data.comparisons.map((one, i) => [i, one.level]);
  const number = (event) => page.set({ top: Math.min(40, Math.max(4, Number(event.target.value) || 12)) });
  return h("span", { class: "choices" },
    documents.length > 1 ? button("documents", `${W.documentsPick} ${chosen.length}/${documents.length}`, () => documentSheet(page)) : null,
    kinds.length > 1 ? pick("by", W.by, kinds.map((one) => [one, W.kindNames[one] || one]), by, (value) => page.setDocuments(chosen, value)) : null,
    table.groups.length > 1 ? [
      pick("target", W.target, [["", W.all], ...groups], state.target === null ? "" : state.target, (value) => page.choose(value === "" ? null : Number(value))),
      pick("reference", W.reference, [["", W.rest], ["background", W.background], ...groups], state.reference === null ? "" : state.reference,
        (value) => page.against(value === "" ? null : value === "background" ? value : Number(value))),
      levels.length > 1 ? pick("level", W.level, levels, state.comparison, (value) => page.level(Number(value))) : null,
      pick("measure", W.measure, measures(page), state.measure, (value) => page.measureBy(value)),
    ] : null,
    pick("tags", W.tags, Object.entries(W.tagNames), state.tags, (value) => page.only(value)),
    h("label", {}, W.top, h("input", { type: "number", "data-control": "top", min: 4, max: 40, value: state.top, onchange: number })),
    check("single", W.single, state.single, (single) => page.set({ single })),
    check("numbers", W.numbers, state.numbers, (numbers) => page.set({ numbers })));
}

function measures({ W, state }) {
  const known = Object.entries(W.measures);
  return known.some(([key]) => key === state.measure) ? known : [...known, [state.measure, state.measure]];
}

function edits(page) {
  const { state, W } = page;
  const chips = state.edits.map((one, i) => h("span", { class: "done" }, called(one),
    h("button", { class: "away", "aria-label": `${W.removeEdit} ${called(one)}`, title: W.removeEdit, onclick: () => page.back(state.edits.filter((_, k) => k !== i)) }, "×")));
  return h("span", { class: "edits" },
    button("heading", W.heading, () => headingSheet(page)),
    chips.length ? [W.edits, chips, h("button", { class: "undo", onclick: () => page.undo() }, W.undo)] : null,
    h("span", { class: "testing" }));
}

const cut = (text) => ([...text].length > 14 ? `${[...text].slice(0, 13).join("")}…` : text);

function called({ merge, drop, heading }) {
  if (merge) return merge.join("＋");
  if (drop) return `−${drop}`;
  if (heading.level === 0) return `¶ ${cut(heading.line || heading.shown || "")}`;
  return `§ ${cut(heading.title || heading.line || heading.shown || "")}`;
}

// How far the test is, with the way to stop it or to ask for it; drawn anew by itself.
export function drawTesting(page) {
  const box = page.root.querySelector(".testing"), { W, progress } = page;
  if (!box) return;
  const waits = page.table.groups.length > 1 && page.waits();
  if (progress !== null) {
    const percent = `${Math.round(100 * progress)}%`;
    box.replaceChildren(h("progress", { max: 1, value: progress, "aria-label": W.testing }), ` ${W.testing} ${percent} `,
      button("cancel", W.cancel, () => page.ask("cancel")));
  } else box.replaceChildren(...(waits ? [button("test", W.test, () => page.ask("test"))] : []));
}

function files(page) {
  const { W } = page, several = page.table.groups.length > 1;
  const ask = (what) => () => { page.say(W.waiting); page.ask(what); };
  return h("span", { class: "files" },
    several ? [button("code", W.code, ask("code")), button("figure", W.figure, ask("figure")), button("table", W.csv, ask("table"))] : null,
    button("report", W.report, ask("report")), button("settings", W.saveSettings, ask("settings")));
}

// --- sheets ----------------------------------------------------------------------------------------

function documentSheet(page) {
  const { W, data } = page, { documents, chosen, by } = data.explorer;
  const boxes = documents.map(([name, title]) => h("label", { class: "choice" },
    h("input", { type: "checkbox", value: name, checked: chosen.includes(name) }), title));
  const apply = () => {
    const some = [...list.querySelectorAll("input:checked")].map((box) => box.value);
    if (!some.length) { list.querySelector("input").focus(); return; }
    close(page);
    page.setDocuments(some, by);
  };
  const list = h("div", { class: "choicesList" }, boxes);
  sheet(page, W.documentsPick, "documents", h("h3", {}, W.documentsPick), list, button("apply", W.apply, apply));
}

function headingSheet(page) {
  const { W, data, state, table } = page, heads = data.sections.map((one, k) => ({ ...one, k })).filter((one) => one.level > 0);
  if (!heads.length) { page.say(W.leadOne); return; }
  const here = state.target !== null && heads.find((one) => table.of[one.k] === state.target);
  const which = h("select", { "data-control": "which", onchange: () => fill() }, heads.map((one) => h("option", { value: one.k },
    data.documents.length > 1 ? `${data.documents[one.doc].title} · ${one.title}` : `${"　".repeat(one.level - 1)}${one.title}`)));
  const text = h("input", { "data-control": "title", size: 40, autocomplete: "off", spellcheck: "false" });
  const level = h("select", { "data-control": "headingLevel" }, [1, 2, 3, 4].map((n) => h("option", { value: n }, n)));
  const now = () => data.sections[Number(which.value)];
  const fill = () => { text.value = now().title; level.value = now().level; };
  if (here) which.value = here.k;
  const send = (more) => {
    const { doc, path, title } = now();
    close(page);
    page.edit({ heading: { document: data.documents[doc].name, section: path, shown: title, ...more } });
  };
  const apply = () => {
    const more = {}, { title, level: before } = now();
    if (text.value.trim() && text.value.trim() !== title) more.title = text.value.trim();
    if (Number(level.value) !== before) more.level = Number(level.value);
    if (Object.keys(more).length) send(more);
  };
  sheet(page, W.heading, "headings", h("p", { class: "sub" }, W.headingHelp), h("label", { class: "field" }, W.headingWhich, which), h("label", { class: "field" }, W.headingText, text),
    h("label", { class: "field" }, W.headingLevel, level), button("apply", W.apply, apply), " ", button("none", W.notHeading, () => send({ level: 0 })));
  fill();
}

// Under a line of the text that was pressed: which level it has as a heading, or that it is none.
export function lineBar(page, target) {
  const node = page.host && target.closest("h2[data-section], h3[data-section], p:not(.sub)");
  if (!node || !getSelection().isCollapsed) return; // text that is being chosen
  const { W } = page, old = page.drawnText.querySelector(".lineBar"), again = old && old.previousElementSibling === node;
  if (old) old.remove();
  const line = again ? null : lineAt(page, node);
  if (!line) return;
  const { level, shown, ...place } = line;
  const send = (wanted) => page.edit({ heading: { ...place, shown, level: wanted } });
  const levels = [1, 2, 3, 4].map((n) => h("button", { "data-level": n, "aria-pressed": n === level, onclick: () => { if (n !== level) send(n); } }, n));
  node.after(h("div", { class: "lineBar", role: "group", "aria-label": W.headingLevel }, W.lineLevel, levels,
    level ? h("button", { "data-level": 0, onclick: () => send(0) }, W.notHeading) : null));
}

// By keyboard: the bar of the line at hand, or with `by` of a neighbour of the line that has it.
export function lineByKey(page, by) {
  const lines = [...page.drawnText.querySelectorAll("h2[data-section], h3[data-section], p:not(.sub)")];
  const bar = page.drawnText.querySelector(".lineBar"), top = page.root.querySelector(".main").getBoundingClientRect().top;
  const inView = (node) => node.getBoundingClientRect().bottom > Math.max(top, 0) + 8;
  const next = by && bar ? lines[lines.indexOf(bar.previousElementSibling) + by]
    : lines.find((node) => node.classList.contains("here")) || lines.find(inView);
  if (!next) return;
  getSelection().removeAllRanges();
  lineBar(page, next);
  const own = page.drawnText.querySelector(".lineBar button");
  if (own) { own.focus({ preventScroll: true }); bring(own); }
}

// A line as a correction says it: a heading by its section, another by its words and which of their places it is.
function lineAt(page, node) {
  const { data } = page, section = data.sections[node.dataset.section];
  if (section) return { document: data.documents[section.doc].name, section: section.path, level: section.level, shown: section.title };
  const one = page.paragraphs.find((paragraph) => paragraph.node === node), { text, name } = data.documents[one.doc];
  const whole = text.slice(one.start, one.end), line = whole.trim().split("\n")[0].trim(); // of a broken paragraph the first
  const start = one.start + whole.indexOf(line);
  let number = 1;
  for (let at = text.indexOf(line); at >= 0 && at < start; at = text.indexOf(line, at + line.length)) number++;
  return { document: name, line, number, level: 0, shown: line };
}

export function codeSheet(page, code) {
  const { W } = page;
  const copy = async (event) => {
    const press = event.currentTarget;
    try {
      await navigator.clipboard.writeText(code);
      press.textContent = W.copied;
    } catch (error) { // not allowed here: it is chosen, and Ctrl+C takes it
      getSelection().selectAllChildren(press.closest(".sheet").querySelector("pre"));
    }
  };
  close(page);
  sheet(page, W.code, "code", h("pre", { tabindex: 0 }, code), button("copy", W.copy, copy));
}

export function showKeys(page) {
  const { W } = page;
  sheet(page, W.keys, "keys", h("dl", {}, [...W.keyList, ...(page.host ? W.keySave : [])].map(([key, what]) => [h("dt", {}, key), h("dd", {}, what)])));
}

function close(page) {
  const old = page.root.querySelector(".sheet");
  if (!old) return false;
  old.remove();
  page.root.focus({ preventScroll: true });
  return true;
}

// A sheet over the page; a second call takes it away.
export function sheet(page, label, kind, ...inside) {
  if (close(page)) return;
  const away = h("button", { class: "close", "aria-label": page.W.close, onclick: () => close(page) }, "×");
  page.root.append(h("div", { class: `sheet ${kind}`, role: "dialog", "aria-label": label }, away, inside));
  away.focus();
}
