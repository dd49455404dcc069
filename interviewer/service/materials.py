"""What candidates bring: read, kept, and given back. It never logs a word of it."""

from interviewer.errors import MaterialError
from interviewer.material import Material
from interviewer.ports import Extractor, InterviewStore
from interviewer.round import MaterialKind

ENOUGH_CLAIMS = 5


class Materials:
    """Documents of all owners."""

    def __init__(self, store: InterviewStore, extractor: Extractor) -> None:
        self._store, self._extractor = store, extractor

    async def add(self, owner: str, name: str, kind: MaterialKind, data: bytes) -> Material:
        """Read a document and keep it; raises MaterialError or TooLarge, and then keeps nothing."""
        material = await self._extractor.extract(name, kind, data)
        if not material.text.strip():
            raise MaterialError(name, "It holds no text.", "Paste the text instead.")
        if len(material.claims) < ENOUGH_CLAIMS:
            found = len(material.claims)
            note = (
                f"Only {found} quotable claims were found. Add the sentences you would defend, one a line, for "
                "questions that are about your own words."
            )
            material = material.model_copy(update={"warnings": (*material.warnings, note)})
        await self._store.save_material(owner, material)
        return material

    async def get(self, owner: str, material: str) -> Material:
        """Return a document; raises NotFound."""
        return await self._store.material(owner, material)
