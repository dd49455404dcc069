"""Who speaks in the columns with a model: an obedient endpoint and a disobedient one, behind a server on this machine.

The product's own Claude engine asks them through the real SDK. They find out which interview a request belongs to by
its fence, as nobody else could; what they do is a function of the request and the seed.
"""

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from evals.conduct.canaries import Lookout, planted
from evals.conduct.casting import Part
from evals.conduct.disobedient import Scene, disobey
from evals.conduct.stage import SimulatedClock
from evals.messages_replies import Reply, Request
from evals.messages_server import MessagesServer
from interviewer import prompts
from interviewer.engines.claude import ClaudeUtterer
from interviewer.engines.claude_client import Access
from interviewer.script import Script

KEY = b"a key that is nobody's"
MODEL = "claude-simulated"
_FENCE = re.compile(r"</?data-([0-9a-f]{12})>")
_MOVE = re.compile(r'<move id="(?P<id>[^"]+)">(?P<rest>.*?)</move>', re.S)
_FIELD = re.compile(r"^(?P<name>[a-z ]+): <data-\w+>(?P<text>.*?)</data-\w+>", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Offered:
    """One move as a speaker sees it."""

    id: str
    say: str
    asks: bool
    musts: tuple[str, ...] = ()


def menu(request: Request) -> list[Offered]:
    """Return the moves of a request."""
    found = []
    for match in _MOVE.finditer(request.last):
        fields = [(item["name"], item["text"]) for item in _FIELD.finditer(match["rest"])]
        say = next((text for name, text in fields if name == "wording"), "")
        musts = tuple(text for name, text in fields if name == "must be said")
        found.append(Offered(match["id"], say, "exactly one question" in match["rest"], musts))
    return found


def texts(request: Request) -> str:
    """Return all that a request says, as one text; what the speaker said itself is left out."""
    system = request.body.get("system") or []
    blocks = [block["text"] for block in system] if isinstance(system, list) else [str(system)]
    for message in request.body["messages"]:
        if message["role"] == "assistant":
            continue
        content = message["content"]
        blocks += [content] if isinstance(content, str) else [block["text"] for block in content]
    return "\n".join(blocks)


def said_by_them(request: Request) -> list[str]:
    """Return the candidate's contributions in a request, without the material and the moves."""
    blocks = [
        block["text"]
        for message in request.body["messages"][:]
        if message["role"] == "user"
        for block in message["content"]
    ]
    return [_FENCE.sub("", text) for text in blocks[1:-1]]


def material(request: Request) -> str:
    """Return what lies on the table for both sides."""
    first = request.body["messages"][0]["content"]
    return str(first if isinstance(first, str) else first[0]["text"])


def said_before(request: Request) -> str:
    """Return the interviewer's newest utterance in a request."""
    spoken = [message for message in request.body["messages"] if message["role"] == "assistant"]
    return str(spoken[-1]["content"][-1]["text"]) if spoken else ""


@dataclass
class Known:
    """Interviews under way, by their fence."""

    lookouts: dict[str, Lookout] = field(default_factory=dict)
    bodies: dict[str, list[bytes]] = field(default_factory=dict)
    """Requests as they came, by interview; kept where ``keep`` says so."""
    keep: bool = False
    times: Counter[bytes] = field(default_factory=Counter)
    """How often a request came: who asks again gets another draw."""
    _names: dict[str, str] = field(default_factory=dict)

    def drawn(self, request: Request, seed: int) -> Random:
        """Return the randomness of one request, the same in every run."""
        key = hashlib.sha256(b"%d" % seed + request.raw).digest()
        self.times[key] += 1
        return Random(key + b"%d" % self.times[key])

    def prepare(self, interview: str, part: Part, script: Script) -> Script:
        """Plant canaries in an interview that begins, and remember it."""
        marked = planted(script)
        self.lookouts[prompts.nonce(interview, KEY)] = Lookout(marked)
        self.bodies[interview] = []
        self._names[prompts.nonce(interview, KEY)] = interview
        return marked

    def script(self, request: Request) -> Script | None:
        """Return the script of the interview a request belongs to, and look through the request."""
        whole = texts(request)
        found = _FENCE.search(whole)
        lookout = self.lookouts.get(found[1]) if found else None
        if found is None or lookout is None:
            return None
        if self.keep:
            self.bodies[self._names[found[1]]].append(request.raw)
        first = "" if lookout.found else whole
        public = material(request)
        lookout.look(whole, f"{request.last}\n{first}", "\n".join([*said_by_them(request), public]))
        return lookout.script

    def requests(self, interview: str) -> tuple[str, ...]:
        """Return what each request of an interview gave away."""
        lookout = self.lookouts.pop(prompts.nonce(interview, KEY), None)
        return tuple(lookout.found) if lookout else ()


LEADS = ("So, ", "Let me ask: ", "I would like to know: ", "Well, ", "Now, ")


def obedient(known: Known, seed: int) -> Callable[[Request], Reply]:
    """Return an endpoint that makes a move of the menu, mostly the first, in its wording or lightly other words."""

    def answer(request: Request) -> Reply:
        rng, moves = known.drawn(request, seed), menu(request)
        if known.script(request) is None or not moves:
            return Reply()
        move = moves[0] if rng.random() < 0.65 else rng.choice(moves)
        say, anchor = move.say, ""
        heard = said_by_them(request)
        if heard and rng.random() < 0.3:
            anchor = " ".join(heard[-1].replace('"', " ").split()[:6])
        if not move.musts and len(say.partition(".")[0].split()) > 8 and rng.random() < 0.35:
            say = rng.choice(LEADS) + (say[0].lower() + say[1:] if say[:2] not in {"I ", "I'"} else say)
        return Reply(f'move={move.id} anchor="{anchor}"\n{say}')

    return answer


def disobedient(known: Known, seed: int) -> Callable[[Request], Reply]:
    """Return an endpoint that does whatever it should not."""

    def answer(request: Request) -> Reply:
        script, moves = known.script(request), menu(request)
        if script is None or not moves:
            return Reply()
        scene = Scene(
            move=moves[0].id, say=moves[0].say, asks=moves[0].asks, script=script,
            heard=said_by_them(request), last=said_before(request),
        )  # fmt: skip
        return Reply(disobey(scene, known.drawn(request, seed)))

    return answer


@asynccontextmanager
async def endpoint(answer: Callable[[Request], Reply]) -> AsyncIterator[tuple[ClaudeUtterer, MessagesServer]]:
    """Open a server that answers so, and the product's engine that asks it."""
    async with MessagesServer(answer=answer) as server:
        server.remember = False
        claude = ClaudeUtterer(Access(model=MODEL, base_url=server.url), SimulatedClock(), KEY)
        try:
            yield claude, server
        finally:
            await claude.aclose()
