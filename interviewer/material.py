"""What the candidate brings, and the claims in it that questions may quote. Values only."""

from interviewer.question import ClaimKind
from interviewer.round import MaterialKind
from interviewer.value import Value


class Claim(Value):
    """A sentence of the material, verbatim, with its place."""

    id: str
    kind: ClaimKind
    quote: str
    start: int
    """Character offset in the material's text."""
    end: int
    where: str = ""
    """For people: "page 3", "section Results", "figure 2"."""


class Material(Value):
    """A document of the candidate: untrusted data, for the model and for the page."""

    id: str
    kind: MaterialKind
    name: str
    """File name or title as given."""
    text: str
    claims: tuple[Claim, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the candidate should know, for example that pages without text were skipped."""
