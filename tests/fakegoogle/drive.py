"""The Drive API's files.* and changes.*."""

from collections.abc import Mapping, Sequence

from tests.fakegoogle.batch_sheets import duplicate
from tests.fakegoogle.context import Context
from tests.fakegoogle.discovery import DRIVE, schemas
from tests.fakegoogle.drive_query import wanted
from tests.fakegoogle.errors import drive_error
from tests.fakegoogle.masks import Mask, NotAMask, masked, parsed
from tests.fakegoogle.reading import Query, new_spreadsheet, one
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import SPREADSHEET, Change, File

_USUAL_FILE: Mask = {"kind": {}, "id": {}, "name": {}, "mimeType": {}}
_USUAL_CHANGE: Mask = parsed("kind,type,changeType,time,removed,fileId,file(kind,id,name,mimeType)")
_USUAL = {
    "File": _USUAL_FILE,
    "FileList": {"kind": {}, "nextPageToken": {}, "incompleteSearch": {}, "files": _USUAL_FILE},
    "Permission": {"kind": {}, "id": {}, "type": {}, "role": {}},
    "PermissionList": {"kind": {}, "permissions": {"kind": {}, "id": {}, "type": {}, "role": {}}},
    "ChangeList": {"kind": {}, "nextPageToken": {}, "newStartPageToken": {}, "changes": _USUAL_CHANGE},
}
"""What Drive answers where no ``fields`` are asked for."""
_ROBOT = ".iam.gserviceaccount.com"


def answer(query: Query, message: str, found: Json) -> Json:
    """Return the fields that are asked for, or the usual ones."""
    text = one(query, "fields")
    if not text:
        usual: Json = masked(_USUAL.get(message, {}), found)
        return usual
    try:
        mask = parsed(text)
    except NotAMask as wrong:
        raise _bad_fields(text) from wrong
    _check(message, mask)
    chosen: Json = masked(mask, found)
    return chosen


def _check(message: str, mask: Mask) -> None:
    properties = schemas(DRIVE)[message].get("properties", {})
    for name, within in mask.items():
        if name not in properties and name != "*":
            raise _bad_fields(name)
        inner = properties.get(name, {})
        if reference := inner.get("$ref") or inner.get("items", {}).get("$ref"):
            _check(reference, within)


def _bad_fields(place: str) -> Exception:
    return drive_error(400, "invalidParameter", f"Invalid field selection {place}", location="fields")


def file_message(context: Context, file: File) -> Json:
    """Return the whole File message."""
    found = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "trashed": file.trashed,
        "parents": list(file.parents),
        "appProperties": file.app_properties,
        "version": str(file.version),
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "ownedByMe": file.owner == context.user,
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk",
        "permissions": list(file.permissions.values()),
    }
    return {name: value for name, value in found.items() if value not in ([], {})}


def create(context: Context, _variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer files.create: a spreadsheet with one tab, or an empty file of another kind."""
    parents = tuple(body.get("parents", ()))
    owner = _owner(context, parents)
    mime_type = body.get("mimeType", "application/octet-stream")
    if mime_type == SPREADSHEET:
        identifier = new_spreadsheet(context, {"properties": {"title": body.get("name", "Untitled")}}).id
    else:
        identifier = context.world.identifier()
    now = context.clock.stamp()
    file = File(identifier, body.get("name", "Untitled"), mime_type, owner, now, now, parents)
    file.app_properties = dict(body.get("appProperties", {}))
    context.world.files[identifier] = file
    context.changed(identifier)
    return answer(query, "File", file_message(context, file))


def _owner(context: Context, parents: Sequence[str]) -> str:
    """Return who owns a new file: nobody in a Shared Drive; a service account has no room of its own."""
    folders = [context.file(parent) for parent in parents]
    if any(not context.may_write(folder) for folder in folders):
        raise drive_error(403, "insufficientParentPermissions", "Insufficient permissions for the specified parent.")
    if folders and not folders[0].owner:
        return ""
    if context.user.endswith(_ROBOT):
        message = "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead."
        raise drive_error(403, "storageQuotaExceeded", message, domain="usageLimits")
    return context.user


def get(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer files.get."""
    return answer(query, "File", file_message(context, context.file(variables["fileId"])))


def list_files(context: Context, _variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer files.list: the newest first, a page at a time."""
    matches = wanted(one(query, "q"))
    seen = [file for file in context.world.files.values() if _told(context, query, file) and matches(file)]
    seen.sort(key=lambda file: file.modified, reverse=True)
    size, start = _page(query, 100)
    found: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if len(seen) > start + size:
        found["nextPageToken"] = f"files-{start + size}"
    found["files"] = [file_message(context, file) for file in seen[start : start + size]]
    return answer(query, "FileList", found)


def _told(context: Context, query: Query, file: File) -> bool:
    """Say whether lists tell of a file: of one in a Shared Drive only where the call asks for such."""
    everywhere = context.all_drives and one(query, "includeItemsFromAllDrives").lower() == "true"
    return bool(context.role(file)) and bool(file.owner or everywhere)


def _page(query: Query, usual: int) -> tuple[int, int]:
    """Return the page's size and where it starts."""
    token = one(query, "pageToken")
    if token and not token.startswith("files-"):
        raise drive_error(400, "invalid", "Invalid Value", location="pageToken")
    return min(int(one(query, "pageSize") or usual), 1000), int(token.removeprefix("files-") or 0)


def update(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer files.update: name, trashed, appProperties, parents."""
    file = _writable(context, variables["fileId"])
    file.name = body.get("name", file.name)
    file.trashed = body.get("trashed", file.trashed)
    file.app_properties = {**file.app_properties, **body.get("appProperties", {})}
    removed = one(query, "removeParents").split(",")
    added = [parent for parent in one(query, "addParents").split(",") if parent]
    file.parents = (*(parent for parent in file.parents if parent not in removed), *added)
    if file.id in context.world.spreadsheets:
        spreadsheet = context.world.spreadsheets[file.id]
        spreadsheet.properties = {**spreadsheet.properties, "title": file.name}
    context.changed(file.id)
    return answer(query, "File", file_message(context, file))


def _writable(context: Context, file_id: str) -> File:
    file = context.file(file_id)
    if not context.may_write(file):
        message = "The user does not have sufficient permissions for this file."
        raise drive_error(403, "insufficientFilePermissions", message)
    return file


def delete(context: Context, variables: Mapping[str, str], _query: Query, _body: Json) -> None:
    """Answer files.delete: for ever, past the bin."""
    file = _writable(context, variables["fileId"])
    del context.world.files[file.id]
    context.world.spreadsheets.pop(file.id, None)
    context.changed(file.id)


def copy(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer files.copy: permissions are not copied, and protections let only the copier edit."""
    source = context.file(variables["fileId"])
    parents = tuple(body.get("parents", source.parents if not source.owner else ()))
    name = body.get("name") or f"Copy of {source.name}"
    now = context.clock.stamp()
    made = new_spreadsheet(context, {})
    _copy_spreadsheet(context, source.id, made.id, name)
    file = File(made.id, name, source.mime_type, _owner(context, parents), now, now, parents)
    file.app_properties = {**source.app_properties, **body.get("appProperties", {})}
    context.world.files[file.id] = file
    context.changed(file.id)
    return answer(query, "File", file_message(context, file))


def _copy_spreadsheet(context: Context, source_id: str, copy_id: str, name: str) -> None:
    source, made = context.world.spreadsheets[source_id], context.world.spreadsheets[copy_id]
    made.becomes(source.copied())
    made.properties = {**source.properties, "title": name}
    made.sheets = [duplicate(context, sheet, sheet.id, sheet.title, index) for index, sheet in enumerate(source.sheets)]
    for sheet in made.sheets:
        sheet.protected = [_reset(context, item) for item in sheet.protected]


def _reset(context: Context, item: Json) -> Json:
    return item if "editors" not in item else {**item, "editors": {"users": [context.user]}}


def list_comments(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer comments.list: there never are any."""
    context.file(variables["fileId"])
    return answer(query, "CommentList", {"kind": "drive#commentList", "comments": []})


def first_token(context: Context, _variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer changes.getStartPageToken: the place after the last change."""
    token = str(len(context.surfaced()) + 1)
    return answer(query, "StartPageToken", {"kind": "drive#startPageToken", "startPageToken": token})


def list_changes(context: Context, _variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer changes.list: each file's last change that came after the token and has surfaced, by pages."""
    token = one(query, "pageToken")
    if not token.isdigit():
        raise drive_error(400, "invalid", "Invalid Value", location="pageToken")
    size = int(one(query, "pageSize") or 100)
    last = {change.file: change for change in context.surfaced()}
    later = sorted((change for change in last.values() if change.number >= int(token)), key=lambda found: found.number)
    page = later[:size]
    seen = [_change(context, change) for change in page if _visible(context, query, change)]
    found: Json = {"kind": "drive#changeList", "changes": seen}
    following = str(page[-1].number + 1 if page else int(token))
    found["nextPageToken" if len(later) > size else "newStartPageToken"] = following
    return answer(query, "ChangeList", found)


def _visible(context: Context, query: Query, change: Change) -> bool:
    file = context.world.files.get(change.file)
    return file is None or _told(context, query, file)


def _change(context: Context, change: Change) -> Json:
    file = context.world.files.get(change.file)
    found: Json = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": change.time,
        "removed": file is None,
        "fileId": change.file,
    }
    return found if file is None else found | {"file": file_message(context, file)}
