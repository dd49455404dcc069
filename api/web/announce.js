// Speaks to screen readers in whole sentences: half a word a second would drown them.

const ENDS = /[^.!?…]*[.!?…]+["”’)\]]*(?=\s)/y;

/** Return an announcer for one interview. Feed it the words so far; it says each sentence once, when it is complete. */
export function announcer(region) {
  let turn = 0;
  let said = 0;

  function say(text) {
    const line = document.createElement("p");
    line.textContent = text;
    region.append(line);
    while (region.childElementCount > 6) region.firstElementChild.remove();
  }

  function begin(number) {
    if (number !== turn) {
      turn = number;
      said = 0;
    }
  }

  return {
    say,
    /** Words of a turn that is still being spoken. */
    hear(number, text, speaker) {
      begin(number);
      if (said > text.length) said = 0;
      let end = said;
      for (ENDS.lastIndex = end; ENDS.test(text); end = ENDS.lastIndex);
      if (end > said) say(`${said === 0 ? `${speaker}: ` : ""}${text.slice(said, end).trim()}`);
      said = end;
    },
    /** The whole turn is there: the rest of it, and whose turn it is now. */
    finish(number, text, speaker, yours) {
      begin(number);
      const rest = text.slice(Math.min(said, text.length)).trim();
      if (rest) say(`${said === 0 ? `${speaker}: ` : ""}${rest}`);
      if (yours) say("Your turn.");
      said = text.length;
    },
  };
}
