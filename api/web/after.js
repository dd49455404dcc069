// After the interview: the candidate's own prediction first, then the report.

import { alert, fill, h, sentence } from "./dom.js";
import { commandId, get, post, remove } from "./http.js";
import { ask } from "./ask.js";
import { predictionForm } from "./predict.js";

const POLL_MS = 1000;
const FAILED = "The report could not be written. Your answers are safe; judging can be tried again.";

export async function openAfter(main, id) {
  const view = { gone: false, timer: 0 };
  const node = h("div", { class: "after" });
  fill(main, node);
  await show(node, id, view);
  return () => {
    view.gone = true;
    clearTimeout(view.timer);
  };
}

async function show(node, id, view) {
  let overview;
  try {
    overview = await get(`/interviews/${id}`);
  } catch (error) {
    fill(node, h("h1", {}, "This interview cannot be opened"), alert(error), home());
    return;
  }
  if (view.gone) return;
  const again = () => show(node, id, view);
  if (overview.status !== "closed") unfinished(node, id, overview);
  else if (!overview.predicted) fill(node, predictionForm(id, overview, again));
  else if (overview.report_ready) report(node, id, overview);
  else waiting(node, id, overview, view, again);
}

function home() {
  return h("p", {}, h("a", { href: "#/" }, "Go to the start."));
}

function unfinished(node, id, overview) {
  const back = h("a", { href: `#/interviews/${id}` }, "Go back into the room.");
  fill(node, h("h1", {}, overview.title), h("p", {}, "This interview is not over yet. "), back);
}

function waiting(node, id, overview, view, again) {
  const failed = overview.judging === "failed";
  if (!node.querySelector(".waiting")) {
    fill(node, h("h1", {}, overview.title), h("p", { class: "waiting", role: "status" }, "Your report is being written…"));
  }
  if (failed) {
    const retry = h("button", { type: "button", class: "primary", onclick: () => judgeAgain(node, id, again) }, "Judge again");
    fill(node, h("h1", {}, overview.title), h("p", { class: "alert", role: "alert" }, FAILED), retry);
    return;
  }
  view.timer = setTimeout(again, POLL_MS);
}

async function judgeAgain(node, id, again) {
  try {
    await post(`/interviews/${id}/commands`, { type: "request_report", id: commandId() });
    await again();
  } catch (error) {
    node.append(alert(error));
  }
}

function report(node, id, overview) {
  const at = (kind, format) => `/v1/interviews/${id}/${kind}?format=${format}`;
  const save = (text, href, name) => h("li", {}, h("a", { href, download: name }, text));
  const errors = h("div", {});
  fill(
    node,
    h("h1", {}, `Report: ${overview.title}`),
    overview.judging === "incomplete" && h("p", { class: "warning" }, "Some answers could not be judged; the report names them."),
    h(
      "ul",
      { class: "downloads" },
      h("li", {}, h("a", { href: at("report", "html"), target: "_blank", rel: "noopener" }, "Open on its own, to read or print")),
      save("Report as Markdown", at("report", "markdown"), `report-${id}.md`),
      save("Report as JSON", at("report", "json"), `report-${id}.json`),
      save("Transcript", at("transcript", "markdown"), `transcript-${id}.md`),
      save("Everything, as JSON", `/v1/interviews/${id}/export`, `interview-${id}.json`),
    ),
    h("iframe", { class: "report", title: "The report", sandbox: "allow-popups", src: at("report", "html") }),
    h("div", { class: "row" }, h("a", { class: "button", href: "#/" }, "Practise again"), dropButton(id, overview, errors)),
    errors,
  );
}

function dropButton(id, overview, errors) {
  async function drop() {
    const sure = await ask(`Delete “${overview.title}”?`, "Transcript, judgements and report go with it. There is no undo.", "Delete");
    if (!sure) return;
    try {
      await remove(`/interviews/${id}`);
      location.hash = "#/";
    } catch (error) {
      fill(errors, h("p", { class: "alert", role: "alert" }, sentence(error)));
    }
  }
  return h("button", { type: "button", onclick: drop }, "Delete this interview…");
}
