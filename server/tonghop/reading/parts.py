"""Which part of a package holds which worksheet."""

import posixpath
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook
from tonghop.reading.gate import Package, is_picture, unsafe

MAX_SHEETS = 255

_ROOT_RELATIONS, _USUAL_WORKBOOK = "_rels/.rels", "xl/workbook.xml"
_NO_WORKBOOK = Text(vi="tệp nén không chứa bảng tính", en="an archive that holds no workbook")


def worksheet_parts(package: Package) -> Mapping[str, str]:
    """Return the part of each worksheet by the sheet's name; raises a kind of UnreadableFile."""
    workbook = _workbook_part(package)
    folder, name = posixpath.split(workbook)
    relations = package.read(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if any(is_picture(path.lower()) for path in _targets(relations, folder, "").values()):
        unsafe(Text(vi="phần nằm sai chỗ", en="a part among the pictures"))
    targets = _targets(relations, folder, "/worksheet")
    sheets = [one for tag, one in _elements(package.read(workbook)) if tag == "sheet"]
    if len(sheets) > MAX_SHEETS:
        unsafe(Text(vi="quá nhiều trang tính", en="too many sheets"))
    names = [one.get("name", "").casefold() for one in sheets]
    if len(set(names)) != len(names):
        unsafe(Text(vi="nhiều trang tính cùng tên", en="sheets of the same name"))
    placed = {one.get("name", ""): targets[one["id"]] for one in sheets if one.get("id") in targets}
    if len(set(placed.values())) != len(placed):
        unsafe(Text(vi="nhiều trang tính dùng chung một phần", en="sheets that share one part"))
    if not placed:
        raise TruncatedWorkbook
    return placed


def _workbook_part(package: Package) -> str:
    if _USUAL_WORKBOOK in package.parts:
        return _USUAL_WORKBOOK
    if _ROOT_RELATIONS in package.parts:
        documents = _targets(package.read(_ROOT_RELATIONS), "", "/officeDocument").values()
        workbook = next((path for path in documents if path.lower() in package.parts), None)
        if workbook is not None:
            return workbook
    raise NotAWorkbook(found=_NO_WORKBOOK)


def _targets(relations: bytes, folder: str, kind: str) -> dict[str, str]:
    """Return the parts that relations of a kind lead to, by the relation's identifier."""
    return {
        one["Id"]: _path(folder, one["Target"])
        for tag, one in _elements(relations)
        if tag == "Relationship" and one.get("Type", "").endswith(kind) and "Id" in one and "Target" in one
    }


def _path(folder: str, target: str) -> str:
    plain = target.replace("\\", "/")
    return plain.lstrip("/") if plain.startswith("/") else posixpath.normpath(posixpath.join(folder, plain))


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part with their attributes, all without namespace prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((name.rpartition(":")[2], plain))

    def refuse(*_declaration: object) -> None:
        unsafe(Text(vi="khai báo DTD", en="a DTD"))

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword
    except (ExpatError, ValueError, LookupError) as problem:
        raise TruncatedWorkbook from problem
    return found
