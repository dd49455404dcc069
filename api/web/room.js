// The interview room: brings line, fold and views together. Each frame is folded once, then everything looks again.

import { alert, fill, h } from "./dom.js";
import { get } from "./http.js";
import { announcer } from "./announce.js";
import { clockView } from "./clock.js";
import { composer } from "./composer.js";
import { controls } from "./controls.js";
import { feedbackSummary } from "./feedback.js";
import { blank, fold } from "./fold.js";
import { Line } from "./line.js";
import { tableView } from "./table.js";
import { transcriptView } from "./transcript.js";

const DOING = {
  listening: "It is your turn.",
  thinking: "The interviewer is thinking.",
  reviewing: "Your answers to this question are being read. The clock stands.",
  speaking: "The interviewer is speaking.",
  paused: "Paused.",
  closed: "The interview is over.",
};

export async function openRoom(main, id) {
  let overview;
  try {
    overview = await get(`/interviews/${id}`);
  } catch (error) {
    fill(main, h("h1", {}, "This interview cannot be opened"), alert(error), h("p", {}, h("a", { href: "#/" }, "Go to the start.")));
    return undefined;
  }
  return new Room(main, id, overview).close;
}

class Room {
  constructor(main, id, overview) {
    this.id = id;
    this.model = blank();
    this.say = announcer(document.getElementById("announcer"));
    this.line = new Line(id, {
      frame: (frame) => this.take(frame),
      state: (name, text) => this.connection(name, text),
      restart: () => this.restart(),
    });
    this.transcript = transcriptView();
    this.clock = clockView();
    this.composer = composer(this.line, () => this.model);
    this.controls = controls(this.line, () => this.model);
    this.caughtUp = 0;
    this.build(main, overview);
    this.composer.restore(overview.draft);
    this.warn = (event) => this.composer.unsaved() && event.preventDefault();
    addEventListener("beforeunload", this.warn);
    this.close = () => {
      removeEventListener("beforeunload", this.warn);
      this.line.close();
      this.clock.close();
      this.transcript.close();
      this.composer.close();
    };
  }

  build(main, overview) {
    this.goal = h("p", { class: "goal" });
    this.doing = h("span", { class: "doing" });
    this.wire = h("span", { class: "wire", role: "status" }, "Connecting…");
    this.table = h("div", { hidden: true });
    this.over = h("div", {});
    const head = h(
      "div",
      { class: "roomhead" },
      h("h1", {}, overview.title),
      h("div", { class: "status" }, this.wire, this.doing, this.clock.node),
      this.goal,
    );
    this.talk = h("div", { class: "talk" }, this.transcript.node, this.over, this.composer.node, this.controls.node);
    this.node = h("div", { class: "room" }, head, this.table, this.talk);
    fill(main, this.node);
  }

  take(frame) {
    if (frame.type === "hello") this.caughtUp = frame.last_seq;
    if (!fold(this.model, frame)) return;
    if (frame.kind === "round.opened") this.lay();
    if (frame.kind === "answer.extended") this.transcript.extend(this.model.entries.find((one) => one.seq === frame.answer) ?? {});
    this.announce(frame);
    this.draw();
    if (frame.type === "state") this.arrive();
  }

  /** Come back to where the talk is, on screens where the page scrolls. */
  arrive() {
    if (!this.arrived && this.model.entries.some((entry) => entry.who === "candidate")) {
      this.talk.scrollIntoView({ block: "end" });
    }
    this.arrived = true;
  }

  /** What was said before this page opened is there to be read, not to be read out. */
  announce(frame) {
    const { live, interviewer } = this.model;
    if (frame.d !== undefined && live) this.say.hear(live.turn, live.text, interviewer);
    if (!frame.kind || frame.seq <= this.caughtUp) return;
    if (frame.kind === "feedback.given") this.say.say(feedbackSummary(frame));
    else if (frame.kind === "turn.spoken") this.say.finish(frame.turn, frame.text, interviewer, frame.asks);
    else if (this.model.entries.at(-1)?.seq === frame.seq && this.model.entries.at(-1).who === "note") {
      this.say.say(this.model.entries.at(-1).text);
    }
  }

  lay() {
    const table = tableView(this.model);
    fill(this.table, table);
    this.table.hidden = table === null;
    this.node.classList.toggle("with-table", table !== null);
  }

  draw() {
    const { model } = this;
    this.transcript.update(model);
    this.clock.update(model);
    this.composer.update();
    this.controls.update();
    this.doing.textContent = model.phase?.floor && model.doing === "listening" ? "You have the floor." : DOING[model.doing];
    fill(this.goal, model.phase && [h("strong", {}, `${model.phase.title}: `), model.phase.goal]);
    if (model.status === "closed" && !this.over.hasChildNodes()) this.end();
  }

  end() {
    this.composer.node.hidden = true;
    this.controls.node.hidden = true;
    this.clock.node.hidden = true;
    const next = h("a", { class: "button primary", href: `#/interviews/${this.id}/report` }, "Go to your prediction and the report");
    fill(this.over, h("div", { class: "banner" }, h("p", {}, this.model.end), next));
  }

  connection(name, text) {
    if (!this.wire) return;
    this.wire.textContent = text;
    this.wire.dataset.state = name;
  }

  restart() {
    this.model = blank();
    this.transcript.restart();
  }
}
