"""What is tried again, what is not, and how it ends."""

import pytest
import requests
from tests.google.wire import FILES, HTML_502, SHEET, TOO_MANY, Answer, Hours, Line, client, refused

from tonghop.google.client import Counts
from tonghop.google.errors import (
    GoogleDown,
    GoogleError,
    NoAccess,
    NoNetwork,
    NotGoogle,
    QuotaUsedUp,
    TimedOut,
    UnansweredError,
)

GOOD = Answer(body={"spreadsheetId": "abc"})
RATE = refused(403, "User rate limit exceeded", drive="userRateLimitExceeded")
LOST = requests.ConnectionError("reset")
PASSING = [
    TOO_MANY,
    RATE,
    refused(403, "Rate limit exceeded", drive="rateLimitExceeded"),
    HTML_502,
    Answer(500, {"error": {"code": 500}}),
    Answer(503, "", "text/plain"),
    Answer(408),
    LOST,
    requests.ReadTimeout("slow"),
    requests.ConnectTimeout("slow"),
    requests.exceptions.ChunkedEncodingError("cut off"),
]


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_what_may_pass_is_tried_again(trouble: Answer | Exception) -> None:
    clock, line = Hours(), Line(trouble, trouble, GOOD)
    asking = client(line, clock)
    assert asking.request("get", SHEET).json() == {"spreadsheetId": "abc"}
    assert (clock.slept, asking.counts) == ([2, 4], Counts(reads=3))


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(TOO_MANY, QuotaUsedUp), (RATE, QuotaUsedUp), (HTML_502, GoogleDown), (LOST, NoNetwork),
     (requests.ReadTimeout(), TimedOut)],
    ids=str,
)  # fmt: skip
def test_what_does_not_pass_ends_in_its_error(trouble: Answer | Exception, error: type[Exception]) -> None:
    clock, line = Hours(), Line(trouble)
    with pytest.raises(error):
        client(line, clock, chance=0.999).request("get", SHEET)
    assert len(line.sent) == 6
    assert clock.time <= 300


def test_slow_failures_end_within_five_minutes() -> None:
    clock = Hours()
    line = Line(requests.ReadTimeout(), clock=clock, takes=100)
    with pytest.raises(TimedOut):
        client(line, clock).request("get", SHEET)
    assert line.patience == [(5, 190), (5, 190), (5, 94)]
    assert clock.time == 300


@pytest.mark.parametrize(
    "answer",
    [refused(403, "The caller does not have permission"), refused(404, "Not found"), refused(400, "Bad request"),
     refused(403, "full", drive="storageQuotaExceeded"), Answer(200, "<html>Welcome", "text/html")],
    ids=str,
)  # fmt: skip
def test_what_will_not_pass_is_asked_once(answer: Answer) -> None:
    clock, line = Hours(), Line(answer)
    with pytest.raises(GoogleError):
        client(line, clock).request("get", SHEET)
    assert (len(line.sent), clock.slept) == (1, [])


@pytest.mark.parametrize("trouble", [TOO_MANY, RATE, requests.ConnectTimeout("slow")], ids=str)
def test_a_request_that_must_not_be_doubled_is_repeated_when_it_surely_was_not_done(
    trouble: Answer | Exception,
) -> None:
    line = Line(trouble, GOOD)
    client(line, Hours()).request("post", FILES, json={})
    assert len(line.sent) == 2


@pytest.mark.parametrize("trouble", [HTML_502, LOST, requests.ReadTimeout("slow")], ids=str)
def test_else_it_is_left_to_the_caller(trouble: Answer | Exception) -> None:
    line = Line(trouble, GOOD)
    with pytest.raises(UnansweredError):
        client(line, Hours()).request("post", FILES, json={})
    assert len(line.sent) == 1
    client(Line(trouble, GOOD), Hours()).request("post", FILES, json={}, idempotent=True)


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry-After": "30"}, [30]),
        ({"Retry-After": "1"}, [2]),
        ({"Retry-After": "Sun, 22 Nov 2026 09:00:40 GMT", "Date": "Sun, 22 Nov 2026 09:00:00 GMT"}, [40]),
        ({"Retry-After": "Sun, 22 Nov 2026 09:00:40 GMT"}, [2]),
        ({"Retry-After": "soon"}, [2]),
        ({"Retry-After": "-5"}, [2]),
    ],
)
def test_retry_after_is_honoured(headers: dict[str, str], slept: list[float]) -> None:
    clock = Hours()
    client(Line(Answer(503, headers=headers), GOOD), clock).request("get", SHEET)
    assert clock.slept == slept


def test_a_long_retry_after_ends_at_once() -> None:
    clock = Hours()
    with pytest.raises(QuotaUsedUp):
        client(Line(Answer(429, headers={"Retry-After": "3600"})), clock).request("get", SHEET)
    assert clock.time == 0


def test_reads_writes_and_drive_are_counted_and_paced_apart() -> None:
    clock = Hours()
    asking = client(Line(GOOD), clock)
    for _ in range(55):
        asking.request("get", SHEET)
        asking.request("post", f"{SHEET}:batchUpdate")
        asking.request("get", FILES)
    assert (clock.time, asking.counts) == (0, Counts(55, 55, 55))
    asking.request("post", f"{SHEET}:batchUpdate")
    assert (clock.time, asking.counts) == (60, Counts(55, 56, 55))


def test_answers_are_asked_for_compressed_and_with_patience() -> None:
    line = Line(GOOD)
    client(line, Hours()).request("get", SHEET)
    assert "gzip" in str(line.sent[0].headers["User-Agent"])
    assert "gzip" in str(line.sent[0].headers["Accept-Encoding"])
    assert line.patience == [(5, 190)]


def test_a_proxy_that_forbids_is_not_taken_for_google() -> None:
    with pytest.raises(NotGoogle, match="HTTP 403, text/html"):
        client(Line(Answer(403, "<html>Blocked", "text/html")), Hours()).request("get", SHEET)
    with pytest.raises(NoAccess):
        client(Line(refused(403, "The caller does not have permission")), Hours()).request("get", SHEET)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"error": "x"}', '{"error": {"errors": "x", "details": [1]}}', "{"])
def test_a_refusal_worded_in_no_known_way(body: str) -> None:
    with pytest.raises(NoAccess):
        client(Line(Answer(403, body)), Hours()).request("get", SHEET)


def test_the_reason_of_a_broken_connection_is_the_innermost() -> None:
    def broken() -> requests.ConnectionError:
        try:
            try:
                raise ConnectionResetError(104, "Connection reset by peer")
            except OSError as error:
                raise RuntimeError("https://sheets.googleapis.com/v4/spreadsheets/abc") from error
        except RuntimeError as error:
            outer = requests.ConnectionError(error)
            outer.__cause__ = error
            return outer

    with pytest.raises(NoNetwork, match=r"\(Connection reset by peer\)"):
        client(Line(broken()), Hours()).request("get", SHEET)


def test_what_gspread_itself_asks_goes_the_same_way() -> None:
    clock, line = Hours(), Line(HTML_502, GOOD)
    asking = client(line, clock)
    assert asking.fetch_sheet_metadata("abc") == {"spreadsheetId": "abc"}
    assert (asking.counts, clock.slept) == (Counts(reads=2), [2])
