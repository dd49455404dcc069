"""PDFs written by hand, good and wicked."""

import io
import zlib
from collections.abc import Sequence

import pypdf


def raw(objects: Sequence[bytes]) -> bytes:
    """Return a file of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def of_streams(streams: Sequence[bytes]) -> bytes:
    """Return a document with one page for each content stream object."""
    count = len(streams)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, content in enumerate(streams):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
        objects += [page % (5 + 2 * number), content]
    return raw(objects)


def pdf(*pages: str) -> bytes:
    """Return a document whose pages hold the lines of these texts."""
    return of_streams([stream(_shown(page.split("\n"))) for page in pages])


def _shown(lines: Sequence[str]) -> bytes:
    shown = [b"BT /F1 10 Tf 50 750 Td 12 TL"]
    for line in lines:
        text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        shown.append(b"(%s) Tj T*" % text)
    return b"\n".join([*shown, b"ET"])


def scanned() -> bytes:
    """Return a page that draws and says nothing."""
    return of_streams([stream(b"0 0 612 792 re f")])


def encrypted(password: str) -> bytes:
    """Return a document that opens with a password alone."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("A secret page that holds one sentence.")))
    writer.encrypt(password, owner_password="the owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def deflate_bomb(gibibytes: int = 2) -> bytes:
    """Return a page whose two megabytes unpack to as many gibibytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1024 * 1024) + packer.flush(zlib.Z_FULL_FLUSH)
    return of_streams([stream(head + block * (1024 * gibibytes), b"/Filter/FlateDecode")])


def cyclic() -> bytes:
    """Return a page tree that holds itself."""
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1000000>>",
                b"<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>"])  # fmt: skip


def many_operators(count: int = 200_000) -> bytes:
    """Return a page of very many text operators."""
    return of_streams(
        [stream(zlib.compress(b"BT /F1 10 Tf 50 750 Td " + b"(a) Tj T* " * count + b"ET"), b"/Filter/FlateDecode")]
    )
