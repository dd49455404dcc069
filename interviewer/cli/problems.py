"""Exit codes, and the one error that is the caller's own: a command line that cannot be carried out as written."""

from interviewer.errors import InterviewerError

OK = 0
FAILED = 1
"""What was asked for failed."""
USAGE = 2
"""The command line is wrong."""
INTERRUPTED = 130
"""Ctrl-C."""


class Usage(InterviewerError):
    """The command line asks for something that does not exist or does not fit together; says what to write instead."""
