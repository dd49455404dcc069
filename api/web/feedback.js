// What study mode says between two questions: a quiet card that can be folded away. All of it goes in as text.

import { h } from "./dom.js";

const TITLE = "What was heard on this question";
const OFFLINE = "Read by the offline judge, which compares words: a point made in an unusual way may be missing here.";
const LATER = "Some of your answers were not read in time: the report covers them, and nothing counts as missing here.";
const KEPT = "What later questions still need is kept back; it is in the report.";
const NOBODY = "Your answers were not read in time: the report covers them.";

/** Return the card of a feedback.given event, as an item of the transcript. */
export function feedbackCard({ seq, question, heard, near, unheard, outline, pushback, judge, waiting, kept_back: kept }) {
  return h(
    "li",
    { class: "feedback", "data-seq": seq },
    h(
      "details",
      { open: true },
      h("summary", {}, h("h3", {}, TITLE)),
      h("p", { class: "quiet" }, `“${question}”`),
      quoted("Heard", heard),
      quoted("Nearly", near),
      part("Check yourself: points that were not recognised in your words", "ul", unheard),
      pushback && part("The push-back", "ul", pushback.split("\n")),
      part("How a strong answer is built", "ol", outline),
      h("p", { class: "quiet" }, readBy(judge, waiting, kept)),
    ),
  );
}

/** Return a sentence for screen readers: that it is there, and how much of it. */
export function feedbackSummary({ heard, near, unheard }) {
  const counts = `${heard.length} heard, ${near.length} nearly, ${unheard.length} not heard`;
  return `${TITLE}: ${counts}. It stands in the transcript.`;
}

function part(title, list, lines) {
  return lines.length > 0 && [h("h4", {}, title), h(list, {}, lines.map((line) => h("li", {}, line)))];
}

function quoted(title, points) {
  const item = ([point, words]) => h("li", {}, point, h("blockquote", {}, words));
  return points.length > 0 && [h("h4", {}, title), h("ul", {}, points.map(item))];
}

function readBy(judge, waiting, kept) {
  const read = judge.startsWith("offline") ? OFFLINE : `Read by ${judge}.`;
  return [judge ? read : NOBODY, judge && waiting && LATER, kept && KEPT].filter(Boolean).join(" ");
}
