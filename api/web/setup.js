// The form of a new interview: what depends on what, and the set-up it stands for.

import { field, fill, h, select } from "./dom.js";
import { LEVEL_HELP, MODE, PRESSURE, SENIORITY, explained } from "./explain.js";
import { materialBox } from "./material.js";

const ROLES = {
  research_scientist: "Research scientist",
  research_engineer: "Research engineer",
  forward_deployed_engineer: "Forward deployed engineer",
};
const PACE = [[1, "Real time"], [1.5, "Half as long again"], [2, "Twice as long"], [0, "Untimed"]];

/** Return the fields, and a function that reads the wish for an interview out of them. */
export function setupForm(catalogue) {
  const round = select("round", catalogue.rounds.map((item) => [item.id, item.title]));
  const role = h("select", { name: "role" });
  const persona = h("select", { name: "persona" });
  const kase = h("select", { name: "case" });
  const minutes = h("input", { type: "number", name: "minutes", max: 180, required: true });
  const seniority = select("seniority", SENIORITY, "mid");
  const pressure = select("pressure", PRESSURE, 1);
  const mode = select("mode", MODE, "real");
  const pace = select("pace", PACE, 1);
  const engine = engines(catalogue);
  const about = { round: h("div", { class: "about" }), persona: h("div", { class: "about" }) };
  const material = h("div", {});
  const minutesField = field("Minutes", minutes);
  const pressureField = field("Pressure", pressure);
  const modeField = field("Mode", mode);
  const sayPressure = explained(pressureField, pressure, PRESSURE);
  explained(modeField, mode, MODE);
  const caseField = field("Case", kase, "Drawn at random unless you choose; choose one you have not seen.");
  let box = null;

  const chosen = () => catalogue.rounds.find((item) => item.id === round.value);
  const speaker = () => catalogue.personas.find((item) => item.id === persona.value);

  function onRound() {
    const item = chosen();
    refill(role, item.roles.map((key) => [key, ROLES[key] ?? key]));
    refill(kase, [["", "Surprise me"], ...item.cases.map((one) => [one.id, one.title])]);
    caseField.hidden = item.cases.length === 0;
    minutes.min = item.minutes.min;
    minutes.value = item.minutes.default;
    const presets = item.minutes.presets.join(", ");
    minutesField.querySelector("small").textContent = `At least ${item.minutes.min}. Usual: ${presets}.`;
    box = item.wanted ? materialBox(item.wanted) : null;
    fill(material, box?.node);
    onRole();
  }

  function onRole() {
    const held = catalogue.personas.filter((item) => item.rounds.length === 0 || item.rounds.includes(round.value));
    const fitting = held.filter((item) => item.roles.length === 0 || item.roles.includes(role.value));
    refill(persona, (fitting.length > 0 ? fitting : held).map((item) => [item.id, `${item.title} (${item.lab_name})`]));
    onPersona();
  }

  function onPersona() {
    if (speaker()) pressure.value = String(speaker().pressure);
    sayPressure();
    describe();
  }

  function describe() {
    const item = chosen();
    const cannot = engine.value() === "rehearsal" && h("p", {}, h("strong", {}, "In rehearsal: "), item.cannot);
    fill(about.round, h("p", {}, item.tests), cannot, item.judge && h("p", {}, h("strong", {}, "Judging: "), item.judge));
    fill(about.persona, speaker() ? portrait(speaker()) : h("p", { class: "alert" }, "Nobody here holds this round yet."));
  }

  round.addEventListener("change", onRound);
  role.addEventListener("change", onRole);
  persona.addEventListener("change", onPersona);
  engine.node.addEventListener("change", describe);
  onRound();

  const fields = [
    field("Round", round),
    about.round,
    h("div", { class: "pair" }, field("Role", role), field("Interviewer", persona)),
    about.persona,
    caseField,
    material,
    h("div", { class: "pair" }, minutesField, field("Pace", pace, "Extra time is named in the report and costs nothing.")),
    h("div", { class: "pair" }, field("Level of the post", seniority, LEVEL_HELP), pressureField),
    modeField,
    engine.node,
  ];

  async function read() {
    const setup = {
      round: round.value, persona: persona.value, case: kase.value || null, minutes: Number(minutes.value),
      pace: Number(pace.value), mode: mode.value, pressure: Number(pressure.value), role: role.value,
      seniority: seniority.value, engine: engine.value(),
    };
    if (engine.budget() !== null) setup.budget_usd = engine.budget();
    return { setup, materials: box ? await box.read() : [] };
  }

  return { fields, read };
}

function refill(control, pairs) {
  const before = control.value;
  fill(control, pairs.map(([value, text]) => h("option", { value: String(value) }, text)));
  if (pairs.some(([value]) => String(value) === before)) control.value = before;
}

function portrait(item) {
  const facts = item.facts.map((fact) =>
    h("li", {}, fact.text, " ", h("span", { class: "quiet" }, `(${fact.confidence}, ${fact.date}: ${fact.source})`)),
  );
  return [
    h("p", {}, item.phenotype, " A type of interviewer, not a real person."),
    facts.length > 0 && h("details", {}, h("summary", {}, `What is known of interviews at ${item.lab_name}`), h("ul", {}, facts)),
  ];
}

/** Who speaks, and what leaves this machine for it. */
function engines(catalogue) {
  const budget = h("input", { type: "number", name: "budget", min: 0.1, max: 100, step: 0.1, value: "2" });
  const budgetField = field("Spend at most (US$)", budget, "The conversation ends there; the report is still written.");
  const radios = catalogue.engines.map((item, index) => {
    const id = `engine-${item.name}`;
    const radio = h("input", {
      type: "radio", name: "engine", id, value: item.name, checked: index === 0, disabled: !item.available,
      "aria-describedby": `${id}-says`,
    });
    const says = item.available ? item.says : `${item.says} Not available: ${item.why}`;
    return h(
      "div",
      { class: "choice" },
      radio,
      h("label", { for: id }, item.name === "claude" ? "Claude" : "Rehearsal"),
      h("p", { id: `${id}-says`, class: "quiet" }, says),
    );
  });
  const node = h("fieldset", {}, h("legend", {}, "Who speaks, and what leaves this machine"), radios, budgetField);
  const value = () => node.querySelector("input[name=engine]:checked")?.value ?? "rehearsal";
  const update = () => (budgetField.hidden = value() !== "claude");
  node.addEventListener("change", update);
  update();
  return { node, value, budget: () => (value() === "claude" ? Number(budget.value) : null) };
}
