"""From options and answers by number to the set-up of an interview. It decides what may be left out and what is asked.

Options that name something unknown are refused with the names that exist; nothing is asked when nobody sits there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.cli.problems import Usage
from interviewer.cli.terminal import Terminal
from interviewer.events import Setup
from interviewer.ports import Json

DRAWN: Json = {"id": None, "title": "any of them"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of ``practice`` that make a set-up, as they were given."""

    round: str | None = None
    persona: str | None = None
    case: str | None = None
    minutes: int | None = None
    mode: str = "real"
    pressure: int | None = None
    role: str | None = None
    seniority: str = "mid"
    pace: float = 1.0
    engine: str | None = None
    seed: int = 0


class Choices:
    """Completes wishes; asks for what they left open, by number, when somebody sits at the keyboard."""

    def __init__(self, catalogue: Json, terminal: Terminal, wishes: Wishes) -> None:
        self._catalogue, self._terminal, self._wishes = catalogue, terminal, wishes

    async def setup(self) -> Setup:
        """Return the set-up; raises Usage."""
        wishes, catalogue = self._wishes, self._catalogue
        round_ = await self._one("round", wishes.round, catalogue["rounds"], "tests")
        holding = [item for item in catalogue["personas"] if not item["rounds"] or round_["id"] in item["rounds"]]
        fitting = [item for item in holding if set(item["roles"]) & set(round_["roles"])] or holding
        options = holding if wishes.persona else fitting
        persona = await self._one("persona", wishes.persona, options, "phenotype", spare=fitting[0])
        role = await self._role(round_, persona)
        chosen = {
            "round": round_["id"], "persona": persona["id"], "role": role, "case": await self._case(round_),
            "engine": await self._engine(), "minutes": await self._minutes(round_["minutes"]), "mode": wishes.mode,
            "pressure": persona["pressure"] if wishes.pressure is None else wishes.pressure,
            "seniority": wishes.seniority, "pace": wishes.pace, "seed": wishes.seed,
        }  # fmt: skip
        return Setup.model_validate(chosen)

    async def _role(self, round_: Json, persona: Json) -> str:
        common = [role for role in round_["roles"] if role in persona["roles"]] or round_["roles"]
        options = [{"id": role, "title": role.replace("_", " ")} for role in common]
        return str((await self._one("role", self._wishes.role, options, spare=options[0]))["id"])

    async def _case(self, round_: Json) -> str | None:
        wish, cases = self._wishes.case, round_["cases"]
        if not cases:
            if wish:
                raise Usage(f"{round_['title']} has no cases; leave --case out.")
            return None
        case: str | None = (await self._one("case", wish, [DRAWN, *cases], spare=DRAWN))["id"]
        return case

    async def _engine(self) -> str:
        wish, engines = self._wishes.engine, self._catalogue["engines"]
        options = [item | {"id": item["name"], "title": item["name"]} for item in engines if item["available"]]
        if wish and all(item["id"] != wish for item in options):
            why = next((item["why"] for item in engines if item["name"] == wish), "It is not known here.")
            raise Usage(f"The engine {wish!r} cannot be used. {why}")
        # Without somebody to ask, nothing is spent: the first engine needs no key.
        return str((await self._one("engine", wish, options, "says", spare=options[0]))["id"])

    async def _minutes(self, minutes: Json) -> int:
        default: int = minutes["default"]
        if self._wishes.minutes is not None or not self._terminal.typed:
            return self._wishes.minutes or default
        usual = ", ".join(str(preset) for preset in minutes["presets"])
        while True:
            given = await self._asked(f"Minutes, at least {minutes['min']}, usually {usual} [{default}]: ")
            if not given:
                return default
            if given.isdecimal() and int(given) >= minutes["min"]:
                return int(given)

    async def _one(
        self, what: str, wish: str | None, options: Sequence[Json], about: str = "", spare: Json | None = None
    ) -> Json:
        """Return the option that was wished for, the only one, the one that is chosen now, or the spare one."""
        if wish is not None:
            return _named(what, wish, options)
        if len(options) == 1:
            return options[0]
        if self._terminal.typed:
            return await self._numbered(what, options, about, spare)
        if spare is None:
            raise Usage(f"Say which {what}: --{what} with one of {_names(options)}.")
        return spare

    async def _numbered(self, what: str, options: Sequence[Json], about: str, spare: Json | None) -> Json:
        screen = self._terminal.screen
        screen.say()
        screen.say(f"Which {what}?")
        for number, option in enumerate(options, 1):
            screen.say(f"{number}. {option['title']}" + (f": {option[about]}" if about else ""))
        default = " [1]" if spare else ""
        while True:
            given = await self._asked(f"Number{default}: ")
            if not given and spare:
                return spare
            if given.isdecimal() and 1 <= int(given) <= len(options):
                return options[int(given) - 1]
            if found := [option for option in options if given and option["id"] == given]:
                return found[0]

    async def _asked(self, question: str) -> str:
        given = await self._terminal.ask(question)
        if given is None:
            raise Usage("The input ended before everything was chosen.")
        return given


def _named(what: str, wish: str, options: Sequence[Json]) -> Json:
    for option in options:
        if option["id"] == wish:
            return option
    raise Usage(f"There is no {what} {wish!r} here. Choose one of {_names(options)}.")


def _names(options: Sequence[Json]) -> str:
    return ", ".join(str(option["id"]) for option in options if option["id"])
