"""The commands: where each one is, what the list says of it, and how it is used. Nothing here imports one."""

from dataclasses import dataclass

ABOUT = """A mock interviewer for research and forward-deployed interviews at frontier AI labs.

It works offline and without a key; with the key of a model service, Claude speaks."""
EXIT_CODES = """Exit codes:
  0    done, or put down to be resumed
  1    what was asked failed, or a check found something
  2    the command line cannot be carried out as written
  130  interrupted with Ctrl-C; an interview is paused and can be resumed"""
EXAMPLES = """Examples:
  interviewer practice
  interviewer practice --round research_talk --minutes 20 --material talk.pdf
  interviewer serve --open
  interviewer doctor"""
IN_AN_INTERVIEW = """What is left open is asked by number when you sit at a keyboard.
In the interview an answer ends with an empty line or a single dot; /help lists
the commands, and Ctrl-C pauses. Standard input may also be a file with one
answer in each paragraph.

Mode real: nothing is said about your answers before the report.
Mode study: after each question, what was heard in your words, what was not, and
how a strong answer is built; the clock stands while your answers are read.
Pressure 0, gentle: about three follow-ups to a question, long answers let run.
Pressure 1, firm: about four, interrupts when this interviewer usually would.
Pressure 2, demanding: about five, interrupts sooner, acknowledges less.
Pressure 3, relentless: about six, interrupts soonest, acknowledges least.
Seniority: which questions are drawn, from easier to harder; every answer is
judged alike."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    where: str
    says: str
    examples: tuple[str, ...]
    """Command lines without the program's name."""
    more: str = ""
    """What its own help says besides."""
    also: tuple[str, ...] = ()
    """Other spellings."""

    @property
    def epilogue(self) -> str:
        """What ends its own help."""
        examples = "\n".join(["Examples:", *(f"  interviewer {example}" for example in self.examples)])
        return f"{self.more}\n\n{examples}" if self.more else examples


COMMANDS = {
    "practice": Command(
        "practicing:practice", "Hold an interview in this terminal, line by line (practise does the same).",
        ("practice", "practice --round paper_critique --minutes 25 --engine claude",
         "practice --round research_talk --material talk.pdf --minutes 20",
         "practice --round safety_brainstorm < answers.txt"),
        IN_AN_INTERVIEW, ("practise",),
    ),
    "resume": Command(
        "practicing:resume", "Go on with an interview that was paused or left.", ("resume", "resume i3f2"),
    ),
    "list": Command("reading:listing", "List your interviews, newest first.", ("list", "list --json")),
    "show": Command("reading:show", "Show what was said in an interview.", ("show", "show i3f2 --json")),
    "report": Command(
        "reading:report", "Print or save the report of an interview.",
        ("report", "report i3f2 --format html --output report.html", "report i3f2 --json --decline"),
        "A report opens after you predicted your own levels, or declined to.",
    ),
    "export": Command(
        "reading:export", "Write everything that is yours of an interview, as JSON.",
        ("export i3f2 --output interview.json",),
    ),
    "delete": Command(
        "reading:delete", "Delete an interview with everything that belongs to it; there is no undo.",
        ("delete i3f2", "delete i3f2 --yes"),
    ),
    "serve": Command(
        "upkeep:serve", "Serve the pages on this machine and print the link to them.",
        ("serve", "serve --port 9000 --open"),
    ),
    "doctor": Command(
        "upkeep:doctor", "Check what an interview needs, and say what to do where something is missing.",
        ("doctor", "doctor --probe"),
    ),
    "graph": Command(
        "upkeep:graph", "Print the graph of the conversation, as Mermaid.", ("graph", "graph --round paper_critique"),
    ),
}  # fmt: skip
CONTENT = {
    "check": Command(
        "upkeep:check", "Check rounds, rubrics, questions, cases and personas; mistakes with file, line and column.",
        ("content check", "content check my-content/"),
    ),
}  # fmt: skip
