"""Rounds, rubrics, questions, cases and personas: found, parsed, checked, pinned. The one place that reads YAML."""

from interviewer.content.library import FileLibrary, content_root
from interviewer.content.lint import check

__all__ = ["FileLibrary", "check", "content_root"]
