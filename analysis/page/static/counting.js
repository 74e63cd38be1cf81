// From the data of the page (docs/page.md) to counts, effects and places.  No document is needed
// here: these functions work on plain objects and are tested against the package's own numbers.

const Z = 1.959963984540054, TAIL = 0.025; // of a 95 % interval
export const FEW = 100; // tokens: what is smaller says too little to stand beside larger groups

// --- words ---------------------------------------------------------------------------------------

// The words of a language; those of what is compared (documents, years) in place of the usual.
export function speak(words, kind) {
  const said = (text) => (typeof text === "string" && /\{\d\}/.test(text)
    ? (...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i])
    : text);
  const kinds = words.kinds || {}, other = kind === "section" ? {} : kinds[kind] || kinds.group;
  const own = { ...words, ...other };
  return Object.fromEntries(Object.entries(own).map(([key, text]) => [key, said(text)]));
}

const WHITE = /\s/, WHITES = /\s/g;

// --- the text and where it is cut ----------------------------------------------------------------

// A small letter is a word of 1 to 26 units (0 before it: 26 more), a capital skips as many,
// [ and / are the ends of a paragraph, ( and . those of a sentence.
export function decode(data) {
  const decoded = { tokens: [], sentences: [], paragraphs: [], texts: data.documents.map((one) => textOf(one, data.text === "full" ? " " : " … ")) };
  data.documents.forEach((one, doc) => decodeOne(data, doc, decoded));
  return decoded;
}

function decodeOne(data, doc, { tokens, sentences, paragraphs, texts }) {
  const { cuts, numbers, said = [] } = data.documents[doc];
  const first = tokens.length, before = paragraphs.length;
  const others = new Map(said), spelt = new Map(Object.entries(data.spelt));
  const home = data.sections.findIndex((one) => one.doc === doc);
  let place = 0, long = 0, sentence = -1, last = home;
  const begun = (k) => data.sections[k] && data.sections[k].doc === doc && data.sections[k].start <= place;
  const sectionHere = () => { // the last one that has begun and not ended: one may go on after its points
    while (begun(last + 1)) last++;
    for (let k = last; k >= home; k--) if (data.sections[k].end > place) return k;
    return last;
  };
  for (let i = 0; i < cuts.length; i++) {
    const code = cuts.charCodeAt(i);
    if (code > 96) { // a word
      const end = place + long + code - 96;
      const section = sectionHere(), shown = texts[doc].shown(place, end);
      const term = others.get(tokens.length - first) || spelt.get(shown) || shown;
      tokens.push({ doc, section, start: place, end, sentence, term });
      place = end;
      long = 0;
    } else if (code === 48) long += 26;
    else if (code === 91) {
      const k = paragraphs.length - before;
      paragraphs.push({ doc, start: place, end: place, number: numbers ? numbers[k] : k + 1 });
    } else if (code === 47) paragraphs[paragraphs.length - 1].end = place;
    else if (code === 40) {
      const section = sectionHere();
      sentence = sentences.length;
      const number = paragraphs.length > before ? paragraphs[paragraphs.length - 1].number : null;
      sentences.push({ doc, section, start: place, end: place, number });
    } else if (code === 46) {
      if (sentence >= 0) sentences[sentence].end = place;
      sentence = -1;
    } else place += code - 64; // a capital
  }
}

// The text of a document and how it is read: without what is soft in it (breaks inside a
// paragraph, characters that are not seen), every white space a blank; `gap` stands between two
// sentences where what lies between them was not sent.
function textOf({ text, soft = [] }, gap) {
  const starts = [], ends = [];
  for (let i = 0, place = 0; i < soft.length; i += 2) {
    starts.push(place += soft[i]);
    ends.push(place += soft[i + 1]);
  }
  const after = (place) => { // the first soft span that ends after a place
    let low = 0, high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] > place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const plain = (read) => (WHITE.test(read) ? read.replace(/\n/g, gap).replace(WHITES, " ") : read);
  function shown(start, end) {
    if (!starts.length) return plain(text.slice(start, end));
    let read = "", place = start;
    for (let k = after(start); k < starts.length && starts[k] < end; k++) {
      if (starts[k] > place) read += text.slice(place, starts[k]);
      place = Math.max(place, ends[k]);
    }
    if (place < end) read += text.slice(place, end);
    return plain(read);
  }
  let flat = null;
  function places(string) { // where a string stands, also over what is soft
    if (!flat) flat = flattened(text, starts, ends);
    const found = [];
    for (let i = flat.text.indexOf(string); i >= 0; i = flat.text.indexOf(string, i + string.length)) {
      found.push([flat.at(i), flat.at(i + string.length - 1) + 1]);
    }
    return found;
  }
  return { text, shown, places };
}

function flattened(text, starts, ends) {
  if (!starts.length) return { text, at: (place) => place };
  const bases = [0], origins = [0];
  let flat = "", done = 0;
  starts.forEach((start, k) => {
    flat += text.slice(done, start);
    done = ends[k];
    bases.push(flat.length);
    origins.push(done);
  });
  flat += text.slice(done);
  const at = (place) => {
    let low = 0, high = bases.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (bases[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return origins[low] + place - bases[low];
  };
  return { text: flat, at };
}

// --- counts --------------------------------------------------------------------------------------

// Merge [left, right] wherever they stand together in a sentence; drop only hides.
function edited({ tokens, texts }, edits) {
  for (const { merge } of edits.filter((edit) => edit.merge)) {
    const kept = [];
    for (const token of tokens) {
      const last = kept[kept.length - 1];
      const meets = last && last.term === merge[0] && token.term === merge[1]
        && last.doc === token.doc && last.sentence === token.sentence
        && (last.end === token.start || !texts[token.doc].shown(last.end, token.start));
      if (meets) kept[kept.length - 1] = { ...last, end: token.end, term: merge[0] + merge[1] };
      else kept.push(token);
    }
    tokens = kept;
  }
  return tokens;
}

// What is counted: tokens, the places of every term (`hits`), and how often it stands in each
// section (`tally`: section, n, section, n …).  Where the text is not sent whole, counts are.
export function build(data, decoded, edits) {
  const tokens = edited(decoded, edits), hits = new Map(), tally = new Map();
  const sizes = data.sections.map(() => 0), whole = !data.counts;
  tokens.forEach((token, i) => {
    const list = hits.get(token.term);
    if (list) list.push(i);
    else hits.set(token.term, [i]);
    if (!whole) return;
    sizes[token.section]++;
    const row = tally.get(token.term);
    if (!row) tally.set(token.term, [token.section, 1]);
    else if (row[row.length - 2] === token.section) row[row.length - 1]++;
    else row.push(token.section, 1);
  });
  if (!whole) fromCounts(data, sizes, tally);
  const quiet = new Map();
  Object.entries(data.hidden).forEach(([reason, terms]) => terms.forEach((term) => quiet.set(term, reason)));
  const hidden = new Set([...data.stop, ...edits.filter((edit) => edit.drop).map((edit) => edit.drop)]);
  const merges = edits.filter((edit) => edit.merge);
  const changed = new Set(merges.flatMap(({ merge }) => [...merge, merge.join("")]));
  const total = sizes.reduce((sum, one) => sum + one, 0);
  return { ...decoded, tokens, hits, tally, sizes, total, quiet, hidden, changed, whole };
}

function fromCounts({ counts, documents, sections }, sizes, tally) {
  const number = new Map(sections.map(({ doc, path }, i) => [`${documents[doc].name}\n${path}`, i]));
  counts.rows.forEach(([name, path, pairs]) => {
    const section = number.get(`${name}\n${path}`);
    for (let i = 0; i < pairs.length; i += 2) {
      const term = counts.terms[pairs[i]], n = pairs[i + 1];
      sizes[section] += n;
      if (tally.has(term)) tally.get(term).push(section, n);
      else tally.set(term, [section, n]);
    }
  });
}

export const countOf = (model, term) => sumOf((model.tally.get(term) || []).filter((_, i) => i % 2));
const sumOf = (list) => list.reduce((sum, one) => sum + one, 0);

// How often a term also stands inside longer terms (the column `inside` of the package).
export function insideOf(model, term) {
  let n = 0;
  for (const longer of model.tally.keys()) {
    if (longer.length <= term.length || !longer.includes(term)) continue;
    n += countOf(model, longer) * (longer.split(term).length - 1);
  }
  return n;
}

// The groups that are compared, and how often each has each term.
export function grouped(data, model, comparison) {
  const key = (section) => {
    if (comparison.by === "section") return section.path.split(".").slice(0, comparison.level).join(".");
    const one = data.documents[section.doc];
    return comparison.by === "document" ? one.name : one.group;
  };
  const names = data.sections.map(key), known = (comparison.groups || []).filter((name) => names.includes(name));
  const order = [...new Set(comparison.by === "section" ? names : [...known, ...names])];
  const of = names.map((name) => order.indexOf(name));
  const sizes = order.map(() => 0);
  model.sizes.forEach((size, section) => { sizes[of[section]] += size; });
  const counts = new Map(), terms = []; // with what is the same for every target
  for (const [term, pairs] of model.tally) {
    const row = new Array(order.length).fill(0);
    for (let i = 0; i < pairs.length; i += 2) row[of[pairs[i]]] += pairs[i + 1];
    counts.set(term, row);
    if (!model.hidden.has(term)) terms.push({ term, counts: row, n: sumOf(row), range: row.filter(Boolean).length });
  }
  terms.sort((x, y) => (x.term < y.term ? -1 : 1));
  const tiny = (i) => sizes[i] < FEW && !sizes.every((size) => size < FEW);
  const groups = order.map((name, i) => groupOf(data, comparison, name, of.indexOf(i), sizes[i], tiny(i), i));
  return { groups, of, sizes, counts, terms, total: model.total, comparison };
}

function groupOf(data, comparison, key, first, size, tiny, place) {
  const head = data.sections[first];
  if (comparison.by === "section") {
    const own = data.sections.find((section) => section.path === key);
    return { key, hue: key, size, tiny, section: own || head };
  }
  const title = comparison.by === "document" ? data.documents[head.doc].title : key;
  return { key, hue: String(place + 1), size, tiny, section: { ...head, title, level: 0 } };
}

// --- what marks a group off ----------------------------------------------------------------------

const part = (observed, expected) => (observed > 0 ? observed * Math.log(observed / expected) : 0);

// The package's log_ratio, log_ratio_interval and log_likelihood: a of c here, b of d there.
const ratio = (a, b, c, d) => Math.log2((a + 0.5) / (c + 0.5)) - Math.log2((b + 0.5) / (d + 0.5));

function halfWidth(a, b, c, d) {
  return Z * Math.sqrt(1 / (a + 0.5) - 1 / (c + 0.5) + 1 / (b + 0.5) - 1 / (d + 0.5)) / Math.LN2;
}

function likelihood(a, b, c, d) {
  const share = (a + b) / (c + d);
  const g2 = 2 * (part(a, c * share) + part(b, d * share)
    + part(c - a, c - c * share) + part(d - b, d - d * share));
  return a / c < b / d ? -g2 : g2;
}

// Clopper and Pearson's lower limit where the other side has none of the term.
function limit(n, here, there) {
  const low = Math.log(TAIL) / n;
  return Math.log2(there / here) + (low - Math.log(-Math.expm1(low))) / Math.LN2;
}

// The package's share_interval (Clopper and Pearson): the shares that n of size do not rule out.
export function shareInterval(n, size) {
  return [n > 0 ? betaQuantile(TAIL, n, size - n + 1) : 0, n < size ? betaQuantile(1 - TAIL, n + 1, size - n) : 1];
}

function betaQuantile(p, a, b) {
  let low = 0, high = 1;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (betaBelow(middle, a, b) < p) low = middle; else high = middle;
  }
  return (low + high) / 2;
}

// How much of a beta distribution lies below x: its continued fraction, by Lentz's method.
function betaBelow(x, a, b) {
  if (x <= 0 || x >= 1) return Number(x >= 1);
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
  const safe = (value) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1, d = 1 / safe(1 - (a + b) * x / (a + 1)), whole = d;
  for (let m = 1; m < 1000; m++) {
    const at = a + 2 * m;
    for (const one of [m * (b - m) * x / ((at - 1) * at), -(a + m) * (a + b + m) * x / (at * (at + 1))]) {
      d = 1 / safe(1 + one * d);
      c = safe(1 + one / c);
      whole *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return whole / a * Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
}

function logGamma(x) {
  let shift = 0;
  for (; x < 12; x++) shift -= Math.log(x);
  const z = 1 / (x * x);
  return shift + (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2
    + (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / x;
}

export const above = (row) => row.a / row.c > row.b / row.d;

// One term of one target.  A long document has hundreds of thousands of these and shows a few, so
// all but the score is worked out when it is asked for.
class Row {
  constructor(side, entry, a, b) {
    Object.assign(this, { side, entry, a, b, g2: likelihood(a, b, side.c, side.d), told: null });
  }

  get term() { return this.entry.term; }

  get n() { return this.entry.n; }

  get range() { return this.entry.range; }

  get c() { return this.side.c; }

  get d() { return this.side.d; }

  get effect() { return ratio(this.a, this.b, this.c, this.d); }

  get lower() {
    const { a, b, c, d, effect } = this;
    return b === 0 && a > 0 ? Math.min(limit(a, c, d), effect) : effect - halfWidth(a, b, c, d);
  }

  get upper() {
    const { a, b, c, d, effect } = this;
    return a === 0 && b > 0 ? Math.max(-limit(b, d, c), effect) : effect + halfWidth(a, b, c, d);
  }

  // yes, no, or open: the kernel has not tested it
  get sure() {
    const { tested, p, model } = this.side;
    if (!tested || model.changed.has(this.term)) return "open";
    return p[this.term] <= 0.05 && (this.lower > 0 || this.upper < 0) ? "yes" : "no";
  }

  // the larger unit that it holds for
  get claim() { return this.sure === "yes" && this.side.survives.has(this.term) ? this.side.claim : ""; }

  // why charts do not show it, "" where they do
  get hidden() {
    if (this.told === null) this.told = this.side.tiny ? "small part" : reasonOf(this.side, this);
    return this.told;
  }
}

// Rows of one target, best first.  `reference` is null (all others), the number of a group, or
// "background", general Chinese, whose numbers `found` brings along; `found` is what was tested
// of this comparison, if anything, and the order of terms by another measure.
export function scores(table, model, target, reference, found = reference === null ? table.comparison : null) {
  const { groups, sizes } = table, { key, tiny } = groups[target], comparison = found || { p: {} };
  const outside = reference === "background" ? new Map(Object.entries(comparison.outside || {})) : null;
  const own = (lists) => new Set((lists || {})[key] || []);
  const c = sizes[target], d = reference === null ? table.total - c : outside ? comparison.size || 0 : sizes[reference];
  const side = {
    table, model, target, reference, tiny, c, d, p: comparison.p[key] || {}, claim: comparison.claim,
    survives: own(comparison.survives), burst: own(comparison.burst), others: new Map(),
    tested: Boolean(found) && comparison.tested !== false,
  };
  Object.entries(comparison.hidden || {}).forEach(([reason, lists]) => own(lists).forEach((term) => side.others.set(term, reason)));
  const elsewhere = (entry, a) => (reference === null ? entry.n - a : outside ? outside.get(entry.term) : entry.counts[reference]);
  const rows = [];
  for (const entry of c && d ? table.terms : []) {
    if (outside && !outside.has(entry.term)) continue;
    const a = entry.counts[target], b = elsewhere(entry, a);
    if (a || b) rows.push(new Row(side, entry, a, b));
  }
  const order = (comparison.order || {})[key];
  if (!order) return rows.sort((x, y) => y.g2 - x.g2); // of equal ones, terms are in order already
  const places = new Map(order.map((term, i) => [term, i]));
  const at = (row) => (places.has(row.term) ? places.get(row.term) : order.length);
  return rows.sort((x, y) => at(x) - at(y) || y.g2 - x.g2);
}

// Why charts do not show a row: what the package says of it, and of its term; "" where they do.
function reasonOf(side, row) {
  const quiet = side.model.quiet.get(row.term);
  if (quiet && quiet !== "wrong cut") return quiet;
  if (side.others.has(row.term)) return side.others.get(row.term);
  return oneSentence(side, row, row.a / row.c >= row.b / row.d) ? "one sentence" : quiet || "";
}

// Whether a term stands in one sentence where it is more frequent.
function oneSentence({ table, model, target, reference, burst }, row, more) {
  const n = more ? row.a : row.b;
  if (n < 2) return true;
  if (reference === "background") return false; // it has no sentences
  if (!model.whole) return more && burst.has(row.term);
  let seen = null;
  for (const i of model.hits.get(row.term)) {
    const token = model.tokens[i];
    const group = table.of[token.section], there = reference === null ? group !== target : group === reference;
    if (more ? group !== target : !there) continue;
    const here = token.sentence < 0 ? -2 - i : token.sentence; // a heading that is counted
    if (seen !== null && seen !== here) return false;
    seen = here;
  }
  return true;
}

// --- how numbers are said ------------------------------------------------------------------------

export function round(x) {
  if (x >= 9.95) return String(Math.round(x));
  if (x >= 1) return String(Math.round(x * 10) / 10);
  return String(Math.round(x * 100) / 100);
}

export const multiple = (effect) => round(2 ** effect);
export const per = (n, size) => (size ? 1e4 * n / size : 0);
export const rate = (x) => (x === 0 ? "0" : x < 9.95 ? x.toFixed(1) : thousands(Math.round(x)));
export const thousands = (n) => n.toLocaleString("en");
