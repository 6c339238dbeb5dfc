"""The files in a request: as a form's part, or as the whole of its body."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from flask import abort, request

from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.jobs.archives import entries, is_archive
from tonghop.web import errors
from tonghop.web.api.blueprint import WORKBOOK
from tonghop.web.api.telling import file_name

_FORM = "multipart/form-data"
KINDS = (
    WORKBOOK,
    "application/vnd.ms-excel",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/zip",
    "application/x-zip-compressed",
    "application/octet-stream",
    "application/json",
)
"""What the body may be said to be; what it is, is looked at."""

_FILE = {"type": "string", "format": "binary"}
BODY: dict[str, Any] = {
    "required": True,
    "description": marked(
        "An Excel workbook (.xlsx, .xls or .ods) or a zip of workbooks; or a spreadsheet shared on Google, as the JSON "
        "that spreadsheets.get answers about it: its properties, and the properties, merges and data of its sheets."
    ),
    "content": {
        _FORM: {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
        **{kind: {"schema": _FILE} for kind in KINDS},
    },
}


class NoFile(errors.Refusal):
    message = marked("No file came with the request. Send it as the part “file” of a form, or as the whole body.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return sha256(self.content).hexdigest()


def sent(name: str | None) -> tuple[Upload, ...]:
    """Return what came; ``name`` is what the sender calls a file that is the whole body. Raises NoFile."""
    if request.mimetype == _FORM:
        files = [Upload(file_name(one.filename or ""), one.read()) for one in request.files.getlist("file")]
    elif request.mimetype in {kind.lower() for kind in KINDS}:
        content = request.get_data(cache=False)
        files = [Upload(file_name(unquote(name or "")), content)] if content else []
    elif request.mimetype or request.content_length:
        abort(415)
    else:
        files = []
    if not files:
        raise NoFile
    return tuple(files)


def unpacked(files: tuple[Upload, ...]) -> Iterator[tuple[str, Upload | TonghopError]]:
    """Yield every workbook by name: archives are opened, and a file that cannot be had says why."""
    for file in files:
        if not is_archive(BytesIO(file.content)):
            yield file.name, file
            continue
        try:
            for entry, content in entries(file.content):
                name = f"{file.name}/{entry}"
                yield name, content if isinstance(content, UnreadableFile) else Upload(name, content)
        except UnreadableFile as refusal:
            yield file.name, refusal
