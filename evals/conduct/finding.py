"""What a check found at one place. A value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    turn: int = 0
    """The turn it is about; 0 for the whole interview."""
    why: str = ""
    """What is wrong, or what was counted."""
    text: str = ""
    """The words it is about."""
