"""Plain text: the text to the code point, but for a byte order mark."""

from editorial.importing.articles.decoding import decode
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.languages import language_of
from editorial.importing.errors import Place

__all__ = ["read_plain"]


def read_plain(content: bytes, place: Place, *, content_type: str = "") -> Draft:
    """A draft without a title: the store gives it its first sentence. Raises Rejection for no text."""
    decoded = decode(content, place, content_type=content_type)
    language, note = language_of(decoded.text, "")
    return Draft(
        external_id=place.file,
        text=decoded.text,
        original=content,
        content_type=f"text/plain; charset={decoded.encoding}",
        language=language,
        notes=[decoded.note, *filter(None, [note])],
        encoding_note=decoded.note,
    )
