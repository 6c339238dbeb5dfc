"""What a clerk or a unit list may have in it, made fit to stand in a Word document."""

import unicodedata
from xml.sax.saxutils import escape

_ENTITIES = {"{": "&#123;", "}": "&#125;", '"': "&quot;"}


def printable(text: str) -> str:
    """Return the text on one line, without what XML cannot hold; line breaks and tabs become spaces."""
    clean = "".join(" " if _parts(character) else character for character in text if not _is_noise(character))
    return clean.encode("utf-8", "replace").decode()


def literal(text: str) -> str:
    """Return the text as XML in which neither Jinja nor docxtpl finds anything of theirs."""
    return escape(printable(text), _ENTITIES)


def _parts(character: str) -> bool:
    return character in "\t\n\v\f\r\x85\u2028\u2029"


def _is_noise(character: str) -> bool:
    if _parts(character):
        return False
    return unicodedata.category(character) == "Cc" or character in "\ufffe\uffff"
