"""Where a page may lead after a form: only ever to one of our own."""

_HOME = "/"


def own(address: str | None) -> str:
    """Return an address that a form or a link named, or the home page's where it leads anywhere else.

    Browsers read “//name”, and “/” with a backslash or a blank of any kind after it, as another machine's.
    """
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return _HOME
    return address if address.isprintable() else _HOME
