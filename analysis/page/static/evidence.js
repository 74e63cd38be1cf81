// The panel at the side: what a term does in a group, how often, and the sentences that say so.

import { above, countOf, insideOf, multiple, per, rate } from "./counting.js";
import { bring, fraction, h } from "./drawing.js";
import { marked } from "./views.js";

const QUOTES = 4;

// Where the chosen term stands: its tokens, those inside longer terms too, or a string anywhere.
export function spotsOf(page) {
  const { state, model, decoded } = page;
  if (!state.term) return [];
  if (state.plain) {
    return decoded.texts.flatMap((text, doc) => text.places(state.term).map(([start, end]) => ({ doc, start, end })));
  }
  const own = (model.hits.get(state.term) || []).map((i) => model.tokens[i]);
  if (!state.inside) return own;
  const inner = [...model.hits.keys()].filter((term) => term.length > state.term.length && term.includes(state.term))
    .flatMap((term) => model.hits.get(term).flatMap((i) => insideToken(page, model.tokens[i])));
  return [...own, ...inner].sort((x, y) => x.doc - y.doc || x.start - y.start);
}

function insideToken({ state, decoded }, token) {
  const text = decoded.texts[token.doc].text.slice(token.start, token.end), found = [];
  for (let i = text.indexOf(state.term); i >= 0; i = text.indexOf(state.term, i + state.term.length)) {
    found.push({ ...token, start: token.start + i, end: token.start + i + state.term.length });
  }
  return found.length ? found : [token]; // broken over two lines, or written otherwise
}

export function byGroup(page, spots) { // [group, [sentence, spots] …] in the order of the text
  const groups = new Map(), { sentences } = page.decoded;
  let k = 0;
  for (const spot of spots) {
    while (k < sentences.length && (sentences[k].doc < spot.doc || (sentences[k].doc === spot.doc && sentences[k].end <= spot.start))) k++;
    const inside = sentences[k] && sentences[k].doc === spot.doc && sentences[k].start <= spot.start;
    const sentence = inside ? sentences[k] : lineOf(page, spot);
    const group = page.table.of[sentence.section];
    if (!groups.has(group)) groups.set(group, new Map());
    const found = groups.get(group);
    if (!found.has(sentence)) found.set(sentence, { sentence, spots: [] });
    found.get(sentence).spots.push(spot);
  }
  return [...groups].sort((x, y) => x[0] - y[0]).map(([group, found]) => [group, joined([...found.values()])]);
}

// Lines outside all sentences are made anew for every spot: those of one place are one.
function joined(found) {
  const kept = [];
  for (const one of found) {
    const last = kept[kept.length - 1];
    if (last && last.sentence.doc === one.sentence.doc && last.sentence.start === one.sentence.start) last.spots.push(...one.spots);
    else kept.push(one);
  }
  return kept;
}

function lineOf({ data }, spot) { // a place outside all sentences: a heading, a title
  const { text } = data.documents[spot.doc];
  const start = text.lastIndexOf("\n", spot.start) + 1, end = text.indexOf("\n", spot.end);
  const section = data.sections.reduce((last, one, k) => (one.doc === spot.doc && one.start <= spot.start ? k : last),
    data.sections.findIndex((one) => one.doc === spot.doc));
  return { doc: spot.doc, section, start, end: end < 0 ? text.length : end, number: null };
}

export function evidence(page, more) {
  const { state, W, model, table } = page;
  const close = h("button", { class: "close", "aria-label": W.close, onclick: () => page.closeEvidence() }, "×");
  if (!state.term) return [close, h("p", { class: "none" }, W.pick)];
  const title = h("h2", { tabindex: -1 }, state.term), spots = page.spots();
  const known = !state.plain && model.tally.has(state.term);
  if (!spots.length && !known) return [close, title, h("p", { class: "none" }, page.data.text === "full" ? W.nothing(state.term) : W.notHere(state.term))];
  const groups = byGroup(page, spots), total = groups.reduce((sum, [, some]) => sum + some.length, 0);
  const n = known ? countOf(model, state.term) : 0;
  const counted = !known || model.whole ? W.hits(spots.length, total) : page.hasText() ? W.attached(n, total) : W.hitsOnly(n);
  return [close, title, verdict(page), h("p", { class: "sub" }, counted), known ? insideLine(page) : null, more,
    page.filled() > 1 ? profile(page, groups) : null,
    [...groups].sort((x, y) => (y[0] === state.about) - (x[0] === state.about)).map(([group, some]) => quotes(page, group, some))];
}

function verdict(page) {
  const { state, table, W } = page, about = state.target === null ? state.about : state.target;
  if (about === null || state.plain || page.filled() < 2) return null;
  const row = page.rowsOf(about, state.reference, true).find((one) => one.term === state.term);
  if (!row || !row.a) return null;
  const least = row.sure === "yes" ? W.comma + W.atLeast(multiple(row.lower)) : "";
  const told = !above(row) ? W.lessOf(fraction(row)) : row.b === 0 ? page.onlyHere() + least : page.times(multiple(row.effect));
  const survives = row.sure !== "yes" ? null : row.claim ? W.survives[row.claim] : page.table.comparison.claim ? W.survivesNot : null;
  return h("p", { class: `verdict ${row.sure}`, style: page.colour(table.groups[about].hue) },
    h("span", {}, page.groupName(about, 18)), `${W.colon}${told}${W.stop}`, h("b", {}, W[row.sure]),
    survives ? h("small", {}, ` ${survives}`) : null,
    row.hidden ? h("small", {}, ` ${W.hiddenAs(W.values.hidden[row.hidden])}`) : null);
}

function insideLine(page) {
  const { state, model, W } = page, n = insideOf(model, state.term);
  if (!n) return null;
  const press = () => { state.inside = !state.inside; state.hit = 0; page.redrawTerm(); };
  const toggle = model.whole ? h("button", { class: "link", onclick: press }, state.inside ? W.insideOff : W.insideOn) : null;
  return h("p", { class: "sub" }, W.inside(n), " ", toggle);
}

function profile(page, groups) { // rate in every group, as bars
  const { table, state, model, W } = page;
  const counted = !state.plain && !state.inside && table.counts.get(state.term);
  const found = (i) => (groups.find(([group]) => group === i) || [0, []])[1].reduce((sum, one) => sum + one.spots.length, 0);
  const n = table.groups.map((_, i) => (counted ? counted[i] : found(i)));
  if (!model.whole && !counted) return null;
  const rates = n.map((one, i) => (table.groups[i].tiny ? 0 : per(one, table.sizes[i]))), largest = Math.max(...rates) || 1;
  const absent = n.filter((one, i) => !one && table.groups[i].size).length;
  const few = page.filled() <= (table.comparison.by === "section" ? 6 : 20);
  return h("div", { class: "profile" },
    h("small", { class: "heads" }, h("span", {}, W.per), h("span", {}, W.n)),
    table.groups.map((group, i) => (n[i] || (few && group.size) ? h("button", {
      style: page.colour(group.hue), title: page.groupName(i), "data-target": i,
      onclick: () => { const node = page.root.querySelector(`.quotes[data-group="${i}"]`); if (node) bring(node, "top"); },
    }, h("span", {}, page.groupName(i, 11)),
    h("span", { class: "bar" }, h("i", { style: `width:${(100 * rates[i] / largest).toFixed(1)}%` })),
    h("small", {}, group.tiny ? "–" : rate(rates[i])), h("small", { class: "n" }, `${n[i]}`)) : null)),
    absent && !few ? h("p", { class: "sub" }, W.notIn(absent)) : null);
}

function quotes(page, group, some) {
  const { table, W } = page, rest = some.slice(QUOTES);
  const quote = ({ sentence, spots }) => h("li", {}, h("button", { title: W.quoteTo, onclick: () => page.jump(sentence.doc, spots[0].start) },
    h("q", {}, marked(page, sentence.doc, sentence.start, sentence.end, spots)),
    h("small", { class: "place" }, placeOf(page, sentence, table.groups[group]))));
  const items = h("ol", {}, some.slice(0, QUOTES).map(quote));
  const more = (event) => { items.append(...rest.map(quote)); event.currentTarget.remove(); };
  return h("section", { class: "quotes", "data-group": group, style: page.colour(table.groups[group].hue) },
    h("h3", {}, page.groupName(group, 24), h("small", {}, String(some.reduce((sum, one) => sum + one.spots.length, 0)))),
    items, rest.length ? h("button", { class: "link", onclick: more }, W.more(rest.length)) : null);
}

// Where a sentence stands: document and section, as far as the heading above does not say so,
// paragraph, and page of the PDF.
export function placeOf(page, sentence, group) {
  const { data, table, W } = page, section = data.sections[sentence.section];
  const { pages, title } = data.documents[sentence.doc], told = [];
  if (data.documents.length > 1 && table.comparison.by !== "document") told.push(title);
  if (section.path !== group.section.path || table.comparison.by !== "section") {
    if (section.title || section.path !== "0") told.push(page.name(section, 16));
  }
  if (sentence.number) told.push(W.paragraph(sentence.number));
  if (pages) {
    const k = pages.findIndex(([start]) => start > sentence.start);
    told.push(W.page(pages[(k < 0 ? pages.length : k) - 1][1]));
  }
  return told.join(" · ");
}
