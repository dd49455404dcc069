// The start room: unfinished interviews on top, then the form for a new one.

import { alert, fill, h, sentence } from "./dom.js";
import { get, post, remove } from "./http.js";
import { setupForm } from "./setup.js";
import { ask } from "./ask.js";

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const STATUS = { ready: "not begun", live: "under way", paused: "paused", closed: "over" };

export async function openStart(main) {
  try {
    const [catalogue, interviews] = await Promise.all([get("/catalogue"), get("/interviews")]);
    const list = h("section", { class: "interviews" });
    drawList(list, interviews);
    fill(main, h("h1", {}, "Practise an interview"), list, newInterview(catalogue));
  } catch (error) {
    fill(main, h("h1", {}, "The start page could not be loaded"), alert(error));
  }
}

function drawList(list, interviews) {
  const open = interviews.filter((item) => item.status !== "closed");
  const over = interviews.filter((item) => item.status === "closed");
  fill(
    list,
    open.length > 0 && [h("h2", {}, "Unfinished"), h("ul", { class: "cards" }, open.map((item) => card(item, list)))],
    over.length > 0 &&
      h(
        "details",
        { class: "past" },
        h("summary", {}, `Past interviews (${over.length})`),
        h("ul", { class: "cards" }, over.map((item) => card(item, list))),
      ),
  );
}

function card(item, list) {
  const closed = item.status === "closed";
  const address = `#/interviews/${item.id}${closed ? "/report" : ""}`;
  const minutes = Math.round((item.elapsed_ms ?? 0) / 60_000);
  return h(
    "li",
    { class: "card" },
    h("a", { href: address }, closed ? "Report: " : "Go on: ", item.title),
    h(
      "p",
      { class: "quiet" },
      [STATUS[item.status] ?? item.status, `${minutes} min on the clock`, item.created_at && DATE.format(new Date(item.created_at))]
        .filter(Boolean)
        .join(" · "),
    ),
    h("button", { type: "button", class: "plain", "aria-label": `Delete ${item.title}`, onclick: () => drop(item, list) }, "Delete"),
  );
}

async function drop(item, list) {
  const sure = await ask(`Delete “${item.title}”?`, "Transcript, judgements and report go with it. There is no undo.", "Delete");
  if (!sure) return;
  try {
    await remove(`/interviews/${item.id}`);
    drawList(list, await get("/interviews"));
  } catch (error) {
    list.append(alert(error));
  }
}

function newInterview(catalogue) {
  const errors = h("div", {});
  const { fields, read } = setupForm(catalogue);
  const begin = h("button", { type: "submit", class: "primary" }, "Start the interview");
  const form = h("form", { class: "setup", novalidate: false }, h("h2", {}, "New interview"), fields, errors, begin);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    begin.disabled = true;
    fill(errors);
    try {
      const { id } = await post("/interviews", await read());
      location.hash = `#/interviews/${id}`;
    } catch (error) {
      fill(errors, h("p", { class: "alert", role: "alert" }, sentence(error)));
      begin.disabled = false;
    }
  });
  return form;
}
