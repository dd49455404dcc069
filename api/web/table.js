// What lies on the table: the brief of the case and its exhibits, with line numbers both sides can point at.

import { h } from "./dom.js";

const WIDE = "(min-width: 60rem)";

/** Return the table, or null when nothing lies on it. On a narrow screen the exhibits begin closed. */
export function tableView(model) {
  if (!model.brief && model.exhibits.length === 0) return null;
  const open = matchMedia(WIDE).matches;
  const brief = model.brief && h("div", { class: "brief" }, model.brief.trim().split(/\n\s*\n/).map((part) => h("p", {}, part)));
  return h(
    "details",
    { class: "table", open: true },
    h("summary", {}, h("h2", {}, "On the table")),
    brief,
    model.exhibits.map((one) => exhibit(one, open)),
  );
}

function exhibit({ id, title, lines }, open) {
  return h(
    "details",
    { class: "exhibit", open },
    h("summary", { id: `exhibit-${id}` }, title),
    h(
      "ol",
      { class: "lines", "aria-labelledby": `exhibit-${id}`, tabindex: "0" },
      lines.map((line) => h("li", {}, h("span", {}, line))),
    ),
  );
}
