"""JSON Schemas of the content files, for editors and for the curious; made from the models, never by hand.

``python -m interviewer.content.schemas`` writes them below ``rubrics/schema/``; a test compares.
"""

import json
import sys
from pathlib import Path

from interviewer.case import Case
from interviewer.content.library import content_root
from interviewer.lens import StandingLenses
from interviewer.persona import Persona
from interviewer.question import QuestionBank
from interviewer.round import Round
from interviewer.rubric import Rubric, SharedCriteria
from interviewer.value import Value

MODELS: dict[str, type[Value]] = {
    "round": Round,
    "rubric": Rubric,
    "questions": QuestionBank,
    "case": Case,
    "persona": Persona,
    "criteria": SharedCriteria,
    "lenses": StandingLenses,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Return the schemas' texts by file name."""
    return {
        f"{name}.json": json.dumps({"$schema": DIALECT} | model.model_json_schema(), indent=1, ensure_ascii=False)
        + "\n"
        for name, model in MODELS.items()
    }


def write(folder: Path) -> None:
    """Write every schema into a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else content_root() / "rubrics" / "schema")
