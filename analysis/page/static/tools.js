// The explorer's controls: what is compared, edits, code and files.  Each says to the kernel what
// it wants; the kernel's answers come back through `host.on` (page.js).

import { h } from "./drawing.js";

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

// What the controls stand at, as messages say it.
export function wish({ table, state }) {
  return {
    by: table.comparison.by,
    level: table.comparison.level,
    target: state.target === null ? null : table.groups[state.target].key,
    reference: state.reference === null ? "rest" : table.groups[state.reference].key,
    measure: table.comparison.measure,
  };
}

function pick(label, options, value, change) {
  return h("label", {}, label, h("select", { onchange: (event) => change(event.target.value) }, options.map(([key, text]) => h("option", {
    value: key, selected: String(key) === String(value),
  }, text))));
}

export function tools(page) {
  const { state, table, W, data } = page;
  if (!page.host) return null;
  const groups = table.groups.map((_, i) => [i, page.groupName(i, 16)]);
  const ask = (more = {}) => page.tell({ do: "compare", ...wish(page), ...more });
  const turn = (value) => {
    state.reference = value === "" ? null : Number(value);
    page.forget();
    page.redraw();
    if (value !== "") ask();
  };
  const levels = data.comparisons.map((one, i) => [i, one.by === "section" ? one.level : (W.kindNames[one.by] || one.by)]);
  return h("div", { class: "tools" },
    pick(W.target, [["", W.all], ...groups], state.target === null ? "" : state.target, (value) => page.choose(value === "" ? null : Number(value))),
    pick(W.reference, [["", W.rest], ...groups], state.reference === null ? "" : state.reference, turn),
    levels.length > 1 ? pick(W.level, levels, state.comparison, (value) => page.level(Number(value))) : null,
    h("label", {}, W.top, h("input", {
      type: "number", min: 4, max: 40, value: state.top,
      onchange: (event) => { state.top = Math.min(40, Math.max(4, Number(event.target.value) || 12)); page.redraw(); },
    })),
    h("label", {}, h("input", {
      type: "checkbox", checked: state.single, onchange: (event) => { state.single = event.target.checked; page.redraw(); },
    }), W.single),
    h("span", { class: "edits" }, state.edits.length ? [W.edits,
      state.edits.map((one) => h("span", { class: "done" }, one.merge ? one.merge.join("＋") : `−${one.drop}`)),
      h("button", { class: "undo", onclick: () => page.undo() }, W.undo)] : null),
    h("output", { class: "log" }));
}

export function showKeys(page) {
  const { W } = page;
  sheet(page, W.keys, "keys", h("dl", {}, W.keyList.map(([key, what]) => [h("dt", {}, key), h("dd", {}, what)])));
}

// A sheet over the page; a second call takes it away.
export function sheet(page, label, kind, ...inside) {
  const old = page.root.querySelector(".sheet");
  if (old) { old.remove(); page.root.focus({ preventScroll: true }); return; }
  const close = h("button", { class: "close", "aria-label": page.W.close, onclick: () => sheet(page, label, kind) }, "×");
  page.root.append(h("div", { class: `sheet ${kind}`, role: "dialog", "aria-label": label }, close, inside));
  close.focus();
}
