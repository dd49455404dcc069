"""What may reach the candidate of a model's words, and whether they make the move that was due. It writes none."""

from interviewer.guard.filter import Guard as Guard
from interviewer.guard.filter import Limits as Limits
from interviewer.guard.header import Header as Header
from interviewer.guard.hidden import Hidden as Hidden
from interviewer.guard.hidden import hidden as hidden
from interviewer.guard.marks import asks as asks
from interviewer.guard.marks import folded as folded
from interviewer.guard.openings import acknowledged as acknowledged
