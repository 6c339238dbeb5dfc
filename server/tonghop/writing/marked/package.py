"""A clerk's xlsx package, changed part by part: whatever is not touched keeps its very bytes."""

import posixpath
import re
from collections.abc import Iterator
from copy import copy
from io import BytesIO
from struct import Struct
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from lxml import etree

from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook, UnsafeWorkbook

_LOCAL_HEADER, _LENGTHS = 30, Struct("<HH")
_STREAMED = 0x08
"""The flag of an entry whose sizes follow its bytes; in the copy they stand before them."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When changed parts were written: the same marks make the same bytes."""
_NO_WORKBOOK = Text(vi="tệp nén không chứa bảng tính Excel", en="an archive that holds no Excel workbook")
_DTD = Text(vi="khai báo DTD", en="a DTD")

TYPES: Final = "[Content_Types].xml"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_PREFIX: dict[str, str] = {None: _RELATIONS}  # type: ignore[dict-item]  # the stubs know no default namespace
_NUMBERED = re.compile(r"rId([0-9]{1,6})\Z")


class Package:
    """The parts of a package by name; a part is parsed when it is asked for, and written when it was changed."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._archive = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, EOFError, NotImplementedError) as problem:
            raise NotAWorkbook(found=_NO_WORKBOOK) from problem
        self._infos = {_name(info.filename): info for info in self._archive.infolist() if not info.is_dir()}
        self._trees: dict[str, etree._Element] = {}
        self._changed: dict[str, bytes | None] = {}
        self._touched: set[str] = set()

    def __contains__(self, name: str) -> bool:
        key = name.lower()
        return self._changed[key] is not None if key in self._changed else key in self._infos

    def names(self) -> Iterator[str]:
        """Yield the parts' names in small letters."""
        yield from (name for name in dict.fromkeys((*self._infos, *self._changed)) if name in self)

    def part(self, name: str) -> bytes:
        """Return a part's bytes as they stand now; raises TruncatedWorkbook when it is missing or damaged."""
        key = name.lower()
        if key in self._touched:
            return _written(self._trees[key])
        if key in self._changed:
            changed = self._changed[key]
            if changed is not None:
                return changed
        elif key in self._infos:
            return self._unpacked(self._infos[key])
        raise TruncatedWorkbook

    def _unpacked(self, info: ZipInfo) -> bytes:
        try:
            return self._archive.read(info)
        except (BadZipFile, zlib_error, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
            raise TruncatedWorkbook from problem

    def xml(self, name: str) -> etree._Element:
        """Return a part's root, to be looked at; whoever changes it says so with ``touch``."""
        key = name.lower()
        if key not in self._trees:
            self._trees[key] = parsed(self.part(name))
        return self._trees[key]

    def touch(self, name: str) -> None:
        """Say that a parsed part was changed."""
        self.xml(name)
        self._touched.add(name.lower())

    def put(self, name: str, content: bytes) -> None:
        """Add a part, or change one that is not read as XML."""
        self._forget(name)
        self._changed[name.lower()] = content
        self._infos.setdefault(name.lower(), ZipInfo(name, _LONG_AGO))

    def put_xml(self, name: str, root: etree._Element) -> None:
        """Add a part."""
        self.put(name, b"")
        self._trees[name.lower()] = root
        self._touched.add(name.lower())

    def remove(self, name: str) -> None:
        """Remove a part."""
        self._forget(name)
        self._changed[name.lower()] = None

    def _forget(self, name: str) -> None:
        self._touched.discard(name.lower())
        self._trees.pop(name.lower(), None)

    def free_name(self, pattern: str) -> str:
        """Return the first name of that pattern (“xl/comments{}.xml”) that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    @property
    def is_changed(self) -> bool:
        """Whether any part was."""
        return bool(self._touched or self._changed)

    def content(self) -> bytes:
        """Return the package's bytes; those it was opened from when nothing was changed."""
        if not self.is_changed:
            return self._content
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name, info in self._infos.items():
                if name in self._touched or name in self._changed:
                    if name in self:
                        _write(archive, info.filename, self.part(name))
                else:
                    _copy(archive, info, self._packed(info))
        return buffer.getvalue()

    def _packed(self, info: ZipInfo) -> bytes:
        start = info.header_offset + _LOCAL_HEADER
        name_length, extra_length = _LENGTHS.unpack(self._content[start - _LENGTHS.size : start].ljust(_LENGTHS.size))
        return self._content[start + name_length + extra_length :][: info.compress_size]


def parsed(content: bytes) -> etree._Element:
    """Return the root of an XML part, entities unresolved; raises TruncatedWorkbook or UnsafeWorkbook."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise TruncatedWorkbook from problem
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise UnsafeWorkbook(found=_DTD)
    return root


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/").lower()


def _write(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, _LONG_AGO)
    info.compress_type = ZIP_DEFLATED
    archive.writestr(info, content)


def _copy(archive: ZipFile, info: ZipInfo, packed: bytes) -> None:
    """Copy an entry as it was packed: zipfile can only pack anew."""
    entry = copy(info)
    entry.flag_bits &= ~_STREAMED
    entry.extra = b""
    file = archive.fp
    assert file is not None  # noqa: S101 - it is open for writing
    entry.header_offset = file.tell()
    file.write(entry.FileHeader(zip64=False))
    file.write(packed)
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = file.tell()
    archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - or no directory would be written


# Content types and relations.


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for a comment."""
    tag: object = element.tag  # a comment's is a function
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def add_type(package: Package, part: str, content_type: str) -> None:
    """Say what a new part is."""
    override = etree.SubElement(package.xml(TYPES), f"{{{_TYPES_NAMESPACE}}}Override")
    override.set("PartName", f"/{part}")
    override.set("ContentType", content_type)
    package.touch(TYPES)


def remove_part(package: Package, part: str) -> None:
    """Remove a part with what the package says of it, and its own relations."""
    package.remove(part)
    relations = relations_name(part)
    if relations in package:
        package.remove(relations)
    types = package.xml(TYPES)
    for one in [one for one in types if (one.get("PartName") or "").lstrip("/").lower() == part.lower()]:
        types.remove(one)
        package.touch(TYPES)


def relations_name(part: str) -> str:
    """Return the name of the part that holds a part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations to other parts: the last word of the kind, and the target part, by identifier."""
    name = relations_name(part)
    if name not in package:
        return {}
    return {
        one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], _target(part, one.get("Target", "")))
        for one in package.xml(name)
        if local(one) == "Relationship" and one.get("TargetMode") != "External"
    }


def _target(part: str, target: str) -> str:
    plain = target.replace("\\", "/")
    if plain.startswith("/"):
        return plain.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), plain))


def add_relation(package: Package, part: str, kind: str, target: str) -> str:
    """Relate a part to another and return the relation's identifier."""
    name = relations_name(part)
    if name not in package:
        package.put_xml(name, etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=_NO_PREFIX))
    root = package.xml(name)
    numbers = [_NUMBERED.match(one.get("Id", "")) for one in root]
    identifier = f"rId{max((int(number[1]) for number in numbers if number), default=0) + 1}"
    one = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
    one.set("Id", identifier)
    one.set("Type", kind)
    one.set("Target", posixpath.relpath(target, posixpath.dirname(part)))
    package.touch(name)
    return identifier


def remove_relation(package: Package, part: str, identifier: str) -> None:
    """Remove a relation, and the part of relations when none is left in it."""
    name = relations_name(part)
    root = package.xml(name)
    for one in [one for one in root if one.get("Id") == identifier]:
        root.remove(one)
    if len(root):
        package.touch(name)
    else:
        package.remove(name)
