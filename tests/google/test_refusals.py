"""What Google says no with, in both its ways, and what is made of it."""

import re
from dataclasses import dataclass

import pytest
from tests.google.wire import FILES, ROBOT, SHEET, Answer, Hours, Line, client, refused

from tonghop.google import Google
from tonghop.google.drive import create, share
from tonghop.google.errors import (
    ApiNotEnabled,
    ForbiddenByPolicy,
    GoogleError,
    KeyRefused,
    NoAccess,
    NoGoogleAccount,
    NoRoomInDrive,
    NotASpreadsheet,
    NotThere,
    QuotaUsedUp,
    RequestRefused,
    RightsMissing,
)
from tonghop.google.sheets import page
from tonghop.sentences import say_error

PAGE = "https://docs.google.com/spreadsheets/d/abc"
UPLOADED = "This operation is not supported for this document"


@dataclass(frozen=True)
class No:
    answer: Answer
    error: type[GoogleError]
    english: str
    vietnamese: str


TABLE = [
    No(refused(401, "Invalid Credentials", drive="authError"), KeyRefused, "make a new key", "tạo khóa mới"),
    No(refused(403, "The caller does not have permission"), NoAccess, f"{ROBOT}.*{PAGE}", f"{ROBOT}.*Chia sẻ"),
    No(refused(403, "…", drive="appNotAuthorizedToFile"), NoAccess, "right to edit", "quyền chỉnh sửa"),
    No(
        refused(403, "off", sheets="SERVICE_DISABLED"),
        ApiNotEnabled,
        "enable the Google Sheets API",
        "hãy bật Google Sheets API",
    ),
    No(refused(403, "off", drive="accessNotConfigured"), ApiNotEnabled, "Google Drive API", "Google Drive API"),
    No(
        refused(403, "few", sheets="ACCESS_TOKEN_SCOPE_INSUFFICIENT"), RightsMissing, "sheets sign-in", "sheets sign-in"
    ),
    No(refused(403, "few", drive="insufficientPermissions"), RightsMissing, "sheets sign-in", "đồng ý với mọi quyền"),
    No(refused(403, "full", drive="storageQuotaExceeded"), NoRoomInDrive, "Shared Drive.*owner_file", "Shared Drive"),
    No(refused(403, "full", drive="teamDriveFileLimitExceeded"), NoRoomInDrive, "Shared Drive", "Shared Drive"),
    No(refused(403, "day", drive="dailyLimitExceeded"), QuotaUsedUp, "Wait some minutes", "chờ vài phút"),
    No(refused(403, "own", drive="domainPolicy"), ForbiddenByPolicy, "administrator", "quản trị"),
    No(refused(403, "own", drive="shareOutNotPermitted"), ForbiddenByPolicy, "administrator", "quản trị"),
    No(refused(403, "own", drive="teamDriveDomainUsersOnlyRestriction"), ForbiddenByPolicy, "outside", "ra ngoài"),
    No(refused(400, "who?", drive="invalidSharingRequest"), NoGoogleAccount, "written correctly", "viết đúng"),
    No(refused(404, "Requested entity was not found."), NotThere, f"{PAGE}.*trash", f"{PAGE}.*thùng rác"),
    No(refused(410, "gone"), NotThere, "trash", "thùng rác"),
    No(refused(400, UPLOADED), NotASpreadsheet, "Save as Google Sheets", "Lưu dưới dạng Google Trang tính"),
    No(
        refused(400, "Invalid requests[0].x: y"),
        RequestRefused,
        r"HTTP 400: Invalid requests\[0\].x: y",
        "người bảo trì",
    ),
    No(refused(409, "again"), RequestRefused, "HTTP 409", "người bảo trì"),
    No(refused(413, "large"), RequestRefused, "HTTP 413", "người bảo trì"),
]


@pytest.mark.parametrize("no", TABLE, ids=lambda no: f"{no.answer.status} {no.error.__name__}")
def test_every_refusal_says_what_to_do(no: No) -> None:
    line = Line(no.answer)
    with pytest.raises(no.error, match=no.english) as raised:
        client(line, Hours()).request("get", SHEET, what=page("abc"))
    assert len(line.sent) == 1
    assert re.search(no.vietnamese, say_error(raised.value, "vi"))


def test_google_s_sentence_is_clipped_to_one_line() -> None:
    with pytest.raises(RequestRefused) as raised:
        client(Line(refused(400, "một\n hai " + "x" * 1000)), Hours()).request("get", SHEET)
    assert "một hai xxx" in str(raised.value)
    assert len(str(raised.value)) < 500


def test_where_it_stands_in_the_error() -> None:
    nothing = Answer(body={"files": [], "permissions": []})
    full = refused(403, "full", drive="storageQuotaExceeded")
    missing = refused(404, "File not found: thu-muc.")
    with pytest.raises(NoRoomInDrive):
        create(client(Line(nothing, full), Hours()), "Gò Quao", {"a": "b"}, None)
    with pytest.raises(NotThere, match=r"https://drive\.google\.com/drive/folders/thu-muc"):
        create(client(Line(nothing, missing), Hours()), "Gò Quao", {"a": "b"}, "thu-muc")
    with pytest.raises(NoGoogleAccount, match=PAGE) as raised:
        share(client(Line(nothing, refused(400, "?", drive="invalidSharingRequest")), Hours()), "abc", "x@example.vn")
    assert "x@example.vn" not in str(raised.value)


def test_taking_back_what_is_gone_is_no_error() -> None:
    Google(client(Line(refused(404, "Permission not found", drive="notFound")), Hours())).unshare("abc", "1")
    with pytest.raises(NoAccess):
        Google(client(Line(refused(403, "no", drive="insufficientFilePermissions")), Hours())).unshare("abc", "1")


def test_an_id_stays_within_its_place_in_the_address() -> None:
    line = Line(Answer(204))
    google = Google(client(line, Hours()))
    google.unshare("a/b?c", "d/../e")
    google.fetch("a/b?c")
    assert str(line.sent[0].url).startswith(f"{FILES}/a%2Fb%3Fc/permissions/d%2F..%2Fe?")
    assert str(line.sent[1].url).startswith("https://sheets.googleapis.com/v4/spreadsheets/a%2Fb%3Fc?fields=")
