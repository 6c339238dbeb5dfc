"""Many accounts at once: as a workbook to and fro, and for all units of a campaign."""

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple
from io import BytesIO
from typing import cast

from flask import Response, render_template, request, send_file

from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.limits import at_most
from tonghop.web.pages.accounts.sight import PAGES, in_sight, keeper, known, role_words, unit_names
from tonghop.workflow.accounts import Line, Plan, lines_for, plan, read_list
from tonghop.writing.accounts import account_list, password_slips

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RARELY = "20 per minute"
_MOST_BYTES = 4 << 20


class NoFileChosen(TonghopError):
    message = marked("Choose a workbook with a list of accounts first.")


class ListLost(TonghopError):
    message = marked("The list could not be read again. Send it once more.")


class ListChanged(TonghopError):
    message = marked("The accounts changed meanwhile, so that this list no longer fits. Send it once more.")


@PAGES.get("/accounts/list.xlsx")
@needs(Right.ACCOUNTS)
def export() -> Response:
    """Give the accounts out as a workbook."""
    return _workbook(account_list(in_sight(), role_words(), unit_names()), f"tai-khoan-{desk.today}.xlsx")


@PAGES.post("/accounts/import")
@at_most(_RARELY)
@needs(Right.ACCOUNTS)
def preview() -> str | tuple[str, int]:
    """Show what a workbook's list would change; nothing is changed yet."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise NoFileChosen
    return _preview(read_list(sent.stream.read(), desk.office.run))


@PAGES.post("/accounts/for-campaign")
@at_most(_RARELY)
@needs(Right.ACCOUNTS)
def for_campaign() -> str | tuple[str, int]:
    """Show the accounts that a campaign's units still need; none is made yet."""
    campaign = desk.campaign(request.form.get("campaign", ""))
    tree = desk.office.tree(campaign.code, desk.today)
    lines = lines_for(tree, desk.store.accounts())
    return _preview([line for line in lines if line.unit in desk.units_in_sight])


@PAGES.post("/accounts/apply")
@at_most(_RARELY)
@needs(Right.ACCOUNTS)
def apply() -> Response | str | tuple[str, int]:
    """Make and change the accounts that were shown; new ones come back with their first passwords."""
    lines = _unpacked(request.form.get("lines", ""))
    judged = plan(lines, known())
    if judged.problems:
        raise ListChanged
    made = keeper().apply(judged)
    if not made:
        return render_template("accounts/applied.html", plan=judged)
    address = desk.service.instance.settings.address or request.host_url.rstrip("/")
    content = password_slips(made, role_words(), unit_names(), address)
    return _workbook(content, f"mat-khau-{desk.today}.xlsx")


def _preview(lines: Sequence[Line]) -> str | tuple[str, int]:
    judged: Plan = plan(lines, known())
    page = render_template(
        "accounts/preview.html",
        plan=judged,
        lines=_packed(lines),
        units=unit_names(),
        told=lambda remark: desk.spoken(remark.phrase()),
    )
    return (page, 422) if judged.problems else page


def _workbook(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), _XLSX, as_attachment=True, download_name=name)


def _packed(lines: Sequence[Line]) -> str:
    """Return a list so that it fits into a page and comes back with its form."""
    return base64.b64encode(zlib.compress(json.dumps([astuple(line) for line in lines]).encode())).decode()


def _unpacked(text: str) -> list[Line]:
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(base64.b64decode(text, validate=True), _MOST_BYTES)
        return [_line(*parts) for parts in json.loads(content)]
    except (binascii.Error, zlib.error, ValueError, TypeError, IndexError, KeyError) as error:
        raise ListLost from error


def _line(*parts: object) -> Line:
    name, role, unit, unit_name, email, cells = parts
    return Line(str(name), str(role), str(unit), str(unit_name), str(email), tuple(map(str, cast("list[str]", cells))))
