// Who said what, drawn as it grows. What the server rendered is safe to insert; everything else goes in as text.

import { fill, h } from "./dom.js";
import { feedbackCard } from "./feedback.js";

const NEAR_PX = 120;

/** A transcript that redraws only what changed and stays at its end while the reader does. */
export function transcriptView() {
  const list = h("ol", { class: "transcript", tabindex: "0", "aria-label": "Transcript" });
  let drawn = 0;
  let speaking = null;
  let atEnd = true;

  function follow() {
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  list.addEventListener("scroll", () => (atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX));
  const resized = new ResizeObserver(follow);
  resized.observe(list);

  function update(model) {
    for (const entry of model.entries.slice(drawn)) list.insertBefore(draw(entry, model), speaking);
    drawn = model.entries.length;
    const text = model.live?.text ?? "";
    if (text === "") {
      speaking?.remove();
      speaking = null;
    } else {
      speaking ??= list.appendChild(bubble("interviewer", model.interviewer, h("p", { class: "words" })));
      speaking.querySelector(".words").textContent = text;
    }
    follow();
  }

  return {
    node: list,
    update,
    extend(entry) {
      const node = list.querySelector(`[data-seq="${entry.seq}"] .words`);
      if (node) node.textContent = entry.text;
    },
    restart() {
      drawn = 0;
      speaking = null;
      fill(list);
    },
    close: () => resized.disconnect(),
  };
}

function draw(entry, model) {
  if (entry.who === "phase") return h("li", { class: "phase" }, h("h2", {}, entry.text));
  if (entry.who === "feedback") return feedbackCard(entry.given);
  if (entry.who === "note") return h("li", { class: "note" }, entry.text);
  if (entry.who === "candidate") {
    return bubble("candidate", "You", h("p", { class: "words" }, entry.text), entry.seq);
  }
  const words = h("div", { class: "words" });
  if (entry.html) words.innerHTML = entry.html;
  else words.textContent = entry.text;
  return bubble("interviewer", model.interviewer, [words, entry.cut && h("p", { class: "quiet" }, "(cut off)")], entry.seq);
}

function bubble(who, name, content, seq) {
  return h("li", { class: who, "data-seq": seq }, h("p", { class: "who" }, name), content);
}
