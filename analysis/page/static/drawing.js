// Nodes, the axis of effects, and scrolling that stays inside a column.

import { multiple } from "./counting.js";

export function h(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else if (key.startsWith("aria-")) node.setAttribute(key, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// One path in a box that is stretched to its place.
export function svg(path, width, height, kind = "") {
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("viewBox", `0 0 ${width} ${height}`);
  node.setAttribute("preserveAspectRatio", "none");
  node.setAttribute("aria-hidden", "true");
  if (kind) node.setAttribute("class", kind);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  node.append(line);
  return node;
}

// Scroll the column that holds a node, and nothing around it: a notebook must stay where it is.
export function bring(node, where) {
  const column = node.closest(".main, .outline, .evidence");
  if (!column) return;
  const a = column.getBoundingClientRect(), b = node.getBoundingClientRect();
  if (where === "middle") column.scrollTop += b.top - a.top - a.height / 2 + b.height / 2;
  else if (where === "top") column.scrollTop += b.top - a.top - 48;
  else {
    column.scrollTop += Math.min(0, b.top - a.top - 8) + Math.max(0, b.bottom - a.bottom + 8);
    column.scrollLeft += Math.min(0, b.left - a.left - 8) + Math.max(0, b.right - a.right + 8);
  }
}

const LOW = -1, HIGH = 8; // the axis: from half to 256 times
const TICKS = [0, 1, 2, 4, 6], FEW_TICKS = [0, 3, 6];
const at = (effect) => `${(100 * (Math.min(Math.max(effect, LOW), HIGH) - LOW) / (HIGH - LOW)).toFixed(2)}%`;

export function axis(wide, less) {
  return h("div", { class: "axis", "aria-hidden": "true" }, (wide ? TICKS : FEW_TICKS).map((tick) => h("i", {
    style: `left:${at(tick)}`, class: tick ? "" : "one",
  }, h("span", {}, less && tick ? `1/${2 ** tick}` : `×${2 ** tick}`))));
}

// Interval and dot of a row; "only here" is a bound with an arrow and no dot.
export function interval(row, less) {
  const only = row.b === 0 && row.a > 0, side = less ? -1 : 1;
  const [from, to] = [row.lower * side, row.upper * side].sort((x, y) => x - y);
  const far = to > HIGH;
  return h("span", { class: "mark" },
    h("i", {
      class: `line ${far || only ? "on" : ""} ${only ? "only" : ""}`,
      style: `left:${at(from)};right:calc(100% - ${at(only ? HIGH : to)})`,
    }),
    only ? null : h("i", { class: "dot", style: `left:${at(row.effect * side)}` }));
}

export const fraction = (row) => `1/${multiple(-row.effect)}`;
