"""What text may stand in a cell, whoever typed it."""

TEXT_LIMIT = 32_767
"""Characters; Excel keeps no more in a cell."""


def harmless(text: str) -> str:
    """Return the text as a cell can hold it: not markup to XlsxWriter, encodable, no longer than Excel allows."""
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode(errors="replace").decode()
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"
