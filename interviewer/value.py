"""The one base of our frozen values. It owns their strictness and nothing else."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,79}$")]
"""A stable name: lower case letters, digits, ``_``, ``.`` and ``-``, at most 80 characters."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
"""A sentence or two of authored text, never empty."""


class Value(BaseModel):
    """Immutable, equal by content, and closed: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
