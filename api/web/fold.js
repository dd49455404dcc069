// What an interview looks like after its frames: one small function per kind, as on the server. It draws nothing.

/** An interview nothing is known of yet. */
export function blank() {
  return {
    title: "", interviewer: "Interviewer", brief: "", exhibits: [], entries: [], phase: null, status: "ready", end: "",
    doing: "thinking", pausedBy: "", pauseDetail: "", turn: 0, asked: false, live: null, newest: null, clock: null,
    clockAt: 0, engine: "rehearsal", predicted: false, report: "",
  };
}

/** Take one frame in; returns whether anything was changed. */
export function fold(model, frame) {
  const take = TAKES[frame.kind ?? (frame.d === undefined ? frame.type : "delta")];
  take?.(model, frame);
  return take !== undefined;
}

function note(model, frame, text) {
  model.entries.push({ who: "note", seq: frame.seq, text });
}

function setClock(model, frame, running) {
  model.clock = model.clock && { ...model.clock, elapsed_ms: frame.elapsed_ms, running };
  model.clockAt = performance.now();
}

const REQUESTS = {
  repeat: "You asked to hear the question again.",
  skip: "You left this question.",
  hint: "You asked for a hint.",
  finish: "You ended the interview.",
};
const PAUSES = {
  candidate: "Paused by you.",
  absence: "Paused while nobody was here.",
  provider: "Paused: the model service fails.",
  budget: "Paused: the budget is spent.",
};
const ENDS = {
  finished: "You finished the interview.",
  time: "Time is up.",
  budget: "The budget is spent.",
  abandoned: "The interview was left alone for too long.",
  provider: "The model service failed for too long.",
};

const TAKES = {
  "interview.started"(model, frame) {
    model.title = frame.title;
    model.engine = frame.setup.engine;
  },
  "material.attached": (model, frame) => note(model, frame, `You brought “${frame.name}”.`),
  "round.opened"(model, frame) {
    Object.assign(model, { status: "live", interviewer: frame.interviewer, brief: frame.brief, exhibits: frame.exhibits });
  },
  "phase.entered"(model, frame) {
    model.phase = { title: frame.title, goal: frame.goal, floor: frame.floor };
    model.entries.push({ who: "phase", seq: frame.seq, text: frame.title });
  },
  "turn.begin"(model, frame) {
    model.live = { turn: frame.turn, text: "", points: 0 };
    model.turn = frame.turn;
  },
  delta(model, frame) {
    const live = model.live;
    if (!live) return;
    if (frame.o < live.points) live.text = [...live.text].slice(0, frame.o).join("");
    live.text += frame.d;
    live.points = frame.o + [...frame.d].length;
  },
  "turn.spoken"(model, frame) {
    model.live = null;
    model.turn = frame.turn;
    if (!frame.text) return;
    model.asked = frame.asks;
    const { seq, turn, text, html, cut_by: cut } = frame;
    model.entries.push({ who: "interviewer", seq, turn, text, html, cut: cut !== null });
  },
  "turn.failed"(model, frame) {
    model.live = null;
    if (frame.code !== "paused") note(model, frame, `${frame.detail} Nothing is lost; the interviewer tries again.`);
  },
  "answer.given"(model, frame) {
    model.asked = false;
    if (model.phase && frame.done) model.phase = { ...model.phase, floor: false };
    model.newest = { seq: frame.seq, turn: frame.turn, command: frame.command };
    model.entries.push({ who: "candidate", seq: frame.seq, turn: frame.turn, text: frame.text });
  },
  "answer.extended"(model, frame) {
    const entry = model.entries.find((one) => one.seq === frame.answer);
    if (entry) entry.text += `\n${frame.text}`;
    model.newest = { ...model.newest, command: frame.command };
  },
  "question.unasked": (model) => (model.asked = false),
  "feedback.given": (model, frame) => model.entries.push({ who: "feedback", seq: frame.seq, given: frame }),
  "hint.given": (model, frame) => note(model, frame, `Hint ${frame.rung}: counted in the report.`),
  "candidate.requested": (model, frame) => note(model, frame, REQUESTS[frame.what]),
  "clock.paused"(model, frame) {
    Object.assign(model, { status: "paused", doing: "paused", pausedBy: frame.by, pauseDetail: frame.detail });
    setClock(model, frame, false);
    note(model, frame, PAUSES[frame.by]);
  },
  "clock.resumed"(model, frame) {
    Object.assign(model, { status: "live", doing: "listening", pausedBy: "", pauseDetail: "" });
    setClock(model, frame, true);
    note(model, frame, "The clock runs again.");
  },
  "clock.extended": (model, frame) => note(model, frame, `${frame.minutes} minutes more.`),
  "engine.changed"(model, frame) {
    model.engine = frame.engine;
    note(model, frame, `From here on: ${frame.engine === "claude" ? "Claude" : "rehearsal"} speaks.`);
  },
  "interview.closed"(model, frame) {
    Object.assign(model, { status: "closed", doing: "closed", end: ENDS[frame.reason], live: null, asked: false });
    if (frame.reason !== "finished") note(model, frame, ENDS[frame.reason]);
  },
  "prediction.made": (model) => (model.predicted = true),
  "prediction.declined": (model) => (model.predicted = true),
  "report.requested": (model) => (model.report = "running"),
  "report.ready": (model) => (model.report = "ready"),
  "report.failed": (model) => (model.report = "failed"),
  state(model, frame) {
    model.doing = frame.state;
    model.clock = frame.clock;
    model.clockAt = performance.now();
  },
};
