// What mode, pressure and level change in an interview, one line each: said under the choice that is made.

export const MODE = [
  ["real", "Real", "Real: nothing is said about your answers before the report, as in the interview itself."],
  ["study", "Study", "Study: after each question you read what was heard in your words, what was not, and how a strong answer is built. The clock stands while your answers are read; the report says that it was study."],
];

export const PRESSURE = [
  [0, "0 – gentle", "0: about three follow-ups to a question, long answers are let run, acknowledges most often."],
  [1, "1 – firm", "1: about four follow-ups to a question, interrupts when this interviewer usually would."],
  [2, "2 – demanding", "2: about five follow-ups to a question, interrupts sooner, acknowledges less."],
  [3, "3 – relentless", "3: about six follow-ups to a question, interrupts soonest, acknowledges least."],
];

export const SENIORITY = [
  ["intern", "Intern"], ["junior", "Junior"], ["mid", "Mid-level"], ["senior", "Senior"], ["staff", "Staff"],
];

export const LEVEL_HELP = "It changes which questions are drawn, from easier to harder ones; every answer is judged alike.";

/** Keep the help of a field at the line of what is chosen; returns a function that looks again. */
export function explained(field, control, choices) {
  const help = field.querySelector("small");
  const say = () => (help.textContent = choices.find(([value]) => String(value) === control.value)?.[2] ?? "");
  control.addEventListener("change", say);
  say();
  return say;
}
