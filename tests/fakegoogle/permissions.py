"""The Drive API's permissions.*: with whom a file is shared."""

import hashlib
from collections.abc import Mapping

from tests.fakegoogle.context import Context
from tests.fakegoogle.drive import answer
from tests.fakegoogle.errors import drive_error
from tests.fakegoogle.reading import Query, one
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import File


def permission_id(email: str) -> str:
    """Return the id that a person has in every file, as with Google."""
    return str(int(hashlib.sha256(email.casefold().encode()).hexdigest()[:15], 16)).zfill(20)


def permission(email: str, role: str, kind: str = "user") -> Json:
    """Return a Permission message."""
    if kind == "anyone":
        return {"kind": "drive#permission", "id": "anyoneWithLink", "type": kind, "role": role}
    who = {"emailAddress": email, "displayName": email.partition("@")[0], "deleted": False}
    return {"kind": "drive#permission", "id": permission_id(email), "type": kind, "role": role} | who


def create(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer permissions.create; the same person again is the same permission."""
    file = _sharable(context, variables["fileId"])
    kind, email = body.get("type", ""), body.get("emailAddress", "")
    if kind not in {"user", "group", "anyone", "domain"}:
        raise drive_error(400, "required", "The permission type field is required.", location="permission.type")
    if kind in {"user", "group"} and "@" not in email:
        message = "The specified emailAddress is invalid or not applicable for the given permission type."
        raise drive_error(400, "invalid", message, location="permission.emailAddress")
    if email in context.world.nobodys:
        message = f"You are trying to invite {email}. Since there is no Google account associated with this email ..."
        raise drive_error(400, "invalidSharingRequest", message)
    made = permission(email, body.get("role", ""), kind)
    if email == file.owner:
        made = permission(email, "owner")
    file.permissions[made["id"]] = made
    context.changed(file.id)
    return answer(query, "Permission", made)


def _sharable(context: Context, file_id: str) -> File:
    file = context.file(file_id)
    if not context.may_write(file):
        message = "The user does not have sufficient permissions for this file."
        raise drive_error(403, "insufficientFilePermissions", message)
    return file


def list_permissions(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer permissions.list: the owner's among them, a page at a time."""
    file = context.file(variables["fileId"])
    owner = [permission(file.owner, "owner")] if file.owner else []
    found = owner + [item for item in file.permissions.values() if item["role"] != "owner"]
    size, start = int(one(query, "pageSize") or 100), int(one(query, "pageToken") or 0)
    more = {"nextPageToken": str(start + size)} if len(found) > start + size else {}
    whole = {"kind": "drive#permissionList", "permissions": found[start : start + size]} | more
    return answer(query, "PermissionList", whole)


def delete(context: Context, variables: Mapping[str, str], _query: Query, _body: Json) -> None:
    """Answer permissions.delete."""
    file = _sharable(context, variables["fileId"])
    number = variables["permissionId"]
    if number not in file.permissions:
        raise drive_error(404, "notFound", f"Permission not found: {number}.", location="permissionId")
    del file.permissions[number]
    context.changed(file.id)
