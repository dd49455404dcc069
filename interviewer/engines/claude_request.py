"""The request of one turn: which words go where, and where the prompt cache may cut.

Order: what holds for the interview | the material | the conversation so far | the moves. Each part only ever grows at
its end, so all of it but the moves is read from the cache the next time. It builds values and sends nothing.
"""

from dataclasses import dataclass, field

from anthropic.types import (
    CacheControlEphemeralParam,
    MessageParam,
    OutputConfigParam,
    TextBlockParam,
    ThinkingConfigParam,
)

from interviewer import prompts
from interviewer.engines.pricing import at_most, plain
from interviewer.ports import Cue
from interviewer.transcript import Said

LONG: CacheControlEphemeralParam = {"type": "ephemeral", "ttl": "1h"}
"""For the parts that stay: candidates think, read and pause for longer than five minutes."""
SHORT: CacheControlEphemeralParam = {"type": "ephemeral", "ttl": "5m"}
"""For the conversation, whose newest part is written anew every turn anyway."""

HEADER_TOKENS = 80
TOKENS_PER_WORD = 4
"""Room for any language; the guard bounds what is shown, this bounds what is paid."""
THINKING_TOKENS = 2_048
"""Room for a model that thinks before it speaks: its thinking counts as output."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    model: str
    max_tokens: int
    messages: list[MessageParam]
    system: list[TextBlockParam] = field(default_factory=list)
    thinking: ThinkingConfigParam | None = None
    output: OutputConfigParam | None = None
    size: int = 0
    """Bytes of all texts."""

    @property
    def cost(self) -> float:
        """More US dollars than it can cost."""
        return at_most(self.model, self.size, self.max_tokens)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is kept from thinking for long before it speaks: somebody waits for every word."""

    thinking: ThinkingConfigParam | None = None
    output: OutputConfigParam | None = None
    room: int = 0


_SILENT = Manner()
_OFF = Manner(thinking={"type": "disabled"})
_BETWEEN = Manner(thinking={"type": "between_tools"})
_LOW = Manner(output={"effort": "low"}, room=THINKING_TOKENS)
_UNKNOWN = Manner(room=THINKING_TOKENS)

_MANNERS = {
    "claude-sonnet-5-5": _BETWEEN,
    "claude-haiku-5-5": _OFF,
    "claude-sonnet-5": _OFF,
    "claude-opus-5": _OFF,
    "claude-opus-5-5": _LOW,
}
_FAMILIES = {"claude-fable-": _LOW, "claude-mythos-": _LOW, "claude-opus-4-": _SILENT, "claude-sonnet-4-": _SILENT,
             "claude-haiku-4-": _SILENT}  # fmt: skip


def manner(model: str) -> Manner:
    """Return what a model needs to speak at once; a model we do not know gets no parameter it might refuse."""
    name = plain(model)
    family = next((found for prefix, found in _FAMILIES.items() if name.startswith(prefix)), _UNKNOWN)
    return _MANNERS.get(name, family)


def build(cue: Cue, fence_key: bytes, model: str) -> Ask:
    """Return the request for one turn."""
    mark = prompts.nonce(cue.interview, fence_key)
    system = _block(prompts.system(cue.persona, cue.round, cue.setup, mark), LONG)
    said = [("user", [_block(prompts.material(cue.public, mark), LONG)]), *_conversation(cue.transcript, mark)]
    if said[-1][0] == "assistant":
        said.append(("user", []))
    said[-1][1].append(_block(prompts.moves(cue, mark)))
    style = manner(model)
    texts = [system["text"], *(block["text"] for _, content in said for block in content)]
    return Ask(
        model=model,
        max_tokens=HEADER_TOKENS + TOKENS_PER_WORD * max(move.max_words for move in cue.menu.moves) + style.room,
        messages=[_message(role, content) for role, content in said],
        system=[system],
        thinking=style.thinking,
        output=style.output,
        size=sum(len(text.encode()) for text in texts),
    )


def _conversation(transcript: tuple[Said, ...], mark: str) -> list[tuple[str, list[TextBlockParam]]]:
    """Return the conversation with breakpoints where it ends now and where the last request's ended.

    The second one is found again exactly, however many pieces the candidate has added since.
    """
    spoken = max((index for index, said in enumerate(transcript) if said.who == "interviewer"), default=0)
    marked = {len(transcript) - 1, spoken - 1}
    found: list[tuple[str, list[TextBlockParam]]] = []
    index = 0
    for turn in prompts.turns(transcript, mark):
        content = []
        for text in turn.texts:
            content.append(_block(text, SHORT if index in marked else None))
            index += 1
        found.append((turn.role, content))
    return found


def _block(text: str, keep: CacheControlEphemeralParam | None = None) -> TextBlockParam:
    return {"type": "text", "text": text, "cache_control": keep} if keep else {"type": "text", "text": text}


def _message(role: str, content: list[TextBlockParam]) -> MessageParam:
    return {"role": "assistant", "content": content} if role == "assistant" else {"role": "user", "content": content}
