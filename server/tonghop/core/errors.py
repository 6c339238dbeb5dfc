"""The one tree of exceptions: what stops a command, never what a clerk typed (that is a Finding).

Each class holds its sentence once, in English, with ``{named}`` places; the Vietnamese stands in
the Babel catalogue under the same words, so an error can be shown in either language wherever it
was raised.
"""

from collections.abc import Mapping
from typing import ClassVar


def marked(text: str) -> str:
    """Mark ``text`` for the translators and return it as it is (Babel extracts the argument)."""
    return text


class Phrase:
    """Words with ``{named}`` places that become part of a sentence: said in the language of the whole."""

    __slots__ = ("message", "parameters")

    def __init__(self, message: str, /, **parameters: object) -> None:
        self.message = message
        self.parameters: Mapping[str, object] = parameters

    def __str__(self) -> str:
        return self.message.format(**self.parameters)


class TonghopError(Exception):
    """Something that stops the work at hand, told in one sentence with a remedy."""

    message: ClassVar[str] = marked("Something went wrong.")

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.message.format(**parameters))


class DefinitionError(TonghopError):
    """A campaign, form, rule or unit list that contradicts itself or cannot be read.

    ``where`` and ``problem`` are phrases where a clerk may meet them, so that both languages can say them.
    """

    message = marked("{where}: {problem}")


class UnreadableFile(TonghopError):
    """Bytes that cannot be taken as a workbook; nothing of them is stored as an answer."""


class NotAWorkbook(UnreadableFile):
    message = marked(
        "This is not an Excel workbook ({found}). Open it in Excel and save it as “Excel Workbook (.xlsx)”."
    )


class EmptyFile(UnreadableFile):
    message = marked("The file is empty (0 bytes). Save the workbook again and send the new file.")


class EncryptedWorkbook(UnreadableFile):
    message = marked(
        "The workbook is protected by a password. Remove it (File › Info › Protect Workbook) and send it again."
    )


class TruncatedWorkbook(UnreadableFile):
    message = marked("The workbook is damaged or was cut off on the way. Open it, save it again and send the new file.")


class UnreadableEntry(UnreadableFile):
    message = marked("This file cannot be taken out of its archive or folder ({problem}). Send it by itself.")


class TooLargeEntry(UnreadableFile):
    message = marked("The file is larger than {limit} MB. Send the workbook that was given out.")


class MacroWorkbook(UnreadableFile):
    message = marked("The workbook holds macros. Save it as “Excel Workbook (.xlsx)” without macros and send it again.")


class UnsafeWorkbook(UnreadableFile):
    message = marked(
        "The workbook is built in a way that could stop the service ({found}). "
        "Copy your figures into the workbook you were given and send that."
    )


class ReaderStopped(UnreadableFile):
    message = marked(
        "The workbook could not be read: {found}. Copy your figures into the workbook you were given and send that."
    )


class ReaderUnavailable(TonghopError):
    """No process to read a file in; it says nothing of the file, which must not be refused for it."""

    message = marked(
        "The part of the service that reads workbooks cannot take this one: {problem}. "
        "Send it again in a minute; if that does not help, tell the IT officer."
    )
