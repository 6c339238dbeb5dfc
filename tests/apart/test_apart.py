"""Reading in a child process: the same answers, and nothing that a file does reaches the parent."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apart import deeds
from tests.reading.packages import one_sheet, packed, parts, row, sheet_xml, strings_xml

from tonghop import apart, catalogue, workflow
from tonghop.apart import Limits, Pool
from tonghop.apart.transfer import request_bytes, request_of, sheets_bytes, sheets_of
from tonghop.catalogue import campaign_workbook
from tonghop.core.cells import CellRef, RawValue, Sheet, Sheets
from tonghop.core.errors import (
    EmptyFile,
    NotAWorkbook,
    ReaderStopped,
    ReaderUnavailable,
    TonghopError,
    UnreadableFile,
)
from tonghop.core.findings import Finding
from tonghop.reading import read
from tonghop.sentences import say_error

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "workbooks").iterdir())
GOOD = one_sheet("<c r='A1'><v>5</v></c>")


def read_apart(content: bytes) -> Sheets:
    return apart.run(read, content)


def strings(count: int, length: int, uses: int) -> bytes:
    """A workbook of texts that stand in it once and in its cells often."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, uses + 1))
    return packed({**parts(sheet_xml(cells)), "xl/sharedStrings.xml": strings_xml(["a" * length] * count)})


def deep(levels: int) -> bytes:
    return packed(parts(sheet_xml("<x>" * levels + "</x>" * levels + row("<c r='A1'><v>1</v></c>"))))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "aborts": lambda: strings(1, 32_000, 33_000),
    "lies about its texts": lambda: packed(
        {**parts(sheet_xml(row())), "xl/sharedStrings.xml": strings_xml(["a"], 2**32 - 1)}
    ),
    "bomb": lambda: packed(parts(sheet_xml("<!--" + " " * (130 << 20) + "-->"))),
    "deep": lambda: deep(3_000_000),
    "far cell": lambda: one_sheet("<c r='A1'><v>1</v></c>", "<c r='XFD1048576'><v>1</v></c>"),
    "repeated": lambda: strings(1, 32_000, 1_000_000),
}


def outcome(reading: Callable[[bytes], Sheets], content: bytes) -> object:
    """What reading gives: the sheets, or the refusal's class and sentences."""
    try:
        return reading(content)
    except TonghopError as refusal:
        return type(refusal), say_error(refusal, "vi"), say_error(refusal, "en")


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(Limits(), 1)
    yield pool
    pool.close()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_workbook_is_read_alike(path: Path) -> None:
    content = path.read_bytes()
    assert outcome(read_apart, content) == outcome(read, content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04",
        packed({**parts(sheet_xml("")), "xl/vbaProject.bin": b"x"}),
        one_sheet("<c r='A1' t='e'><v>#SPILL!</v></c>", "<c r='B1'><f>1+1</f></c>", "<c r='C1' t='b'><v>1</v></c>"),
        GOOD[:-30],
    ],
)
def test_any_bytes_are_read_or_refused_alike(content: bytes) -> None:
    assert outcome(read_apart, content) == outcome(read, content)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_innocent_files_are_read_while_a_hostile_one_is(name: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        hostile = threads.submit(outcome, read_apart, HOSTILE[name]())
        innocent = [threads.submit(apart.run, read, GOOD) for _ in range(12)]
        assert [one.result().sheets[0].rows for one in innocent] == [[[5.0]]] * 12
        refused = hostile.result()
    assert isinstance(refused, tuple), "it was read"
    assert issubclass(refused[0], UnreadableFile)
    assert "chép số liệu" in refused[1] or "lưu lại" in refused[1]
    assert apart.run(read, GOOD) == read(GOOD)


def test_a_file_that_brings_the_reader_down_is_told_of_with_its_remedy(pool: Pool) -> None:
    with pytest.raises(ReaderStopped) as caught:
        pool.run(read, HOSTILE["aborts"]())
    assert say_error(caught.value, "en") == (
        "The workbook could not be read: it brought the reading program down. "
        "Copy your figures into the workbook you were given and send that."
    )
    assert "làm chương trình đọc dừng đột ngột. Hãy chép số liệu" in say_error(caught.value, "vi")
    assert pool.run(read, GOOD) == read(GOOD)


@pytest.mark.parametrize(
    ("deed", "limits", "told"),
    [
        (deeds.kill, Limits(), "brought the reading program down"),
        (deeds.stop, Limits(), "brought the reading program down"),
        (deeds.panic, Limits(), "brought the reading program down"),
        (deeds.chatter, Limits(seconds=1), "took too long"),
        (deeds.sleep, Limits(seconds=3), "took too long"),
        (deeds.toil, Limits(cpu_seconds=1), "took too long"),
        (deeds.gorge, Limits(), "too much memory"),
    ],
)
def test_each_way_to_fail_has_its_sentence(deed: Callable[[bytes], bytes], limits: Limits, told: str) -> None:
    pool = Pool(limits, 1)
    if deed is deeds.chatter:
        assert pool.run(deed, b"") == b"said"
    else:
        with pytest.raises(ReaderStopped, match=told):
            pool.run(deed, b"")
    assert pool.run(read, GOOD) == read(GOOD)
    pool.close()


def test_a_child_lives_for_so_many_files(pool: Pool) -> None:
    few = Pool(Limits(files=2), 1)
    assert len({few.run(deeds.number, b"") for _ in range(6)}) == 3
    assert len({pool.run(deeds.number, b"") for _ in range(6)}) == 1
    few.close()


def test_a_child_that_was_killed_while_it_waited_harms_no_file(pool: Pool) -> None:
    number = int(pool.run(deeds.number, b""))
    os.kill(number, signal.SIGKILL)
    time.sleep(0.1)
    assert pool.run(read, GOOD) == read(GOOD)


def test_a_child_outlives_the_signals_that_stop_the_service(pool: Pool) -> None:
    number = int(pool.run(deeds.number, b""))
    os.kill(number, signal.SIGTERM)
    os.kill(number, signal.SIGINT)
    assert int(pool.run(deeds.number, b"")) == number


def test_closing_ends_the_children(pool: Pool) -> None:
    number = int(pool.run(deeds.number, b""))
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_who_waits_too_long_is_told_to_try_again() -> None:
    pool = Pool(Limits(seconds=2, patience=0.05), 1)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(pool.run, deeds.sleep, b"")
        time.sleep(0.5)
        with pytest.raises(ReaderUnavailable, match="in a minute"):
            pool.run(read, GOOD)
        assert isinstance(slow.exception(), ReaderStopped)
    pool.close()


def test_a_reader_that_does_not_start_blames_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ReaderUnavailable, match="does not start"):
        Pool(Limits(seconds=5), 1).run(read, GOOD)


def test_the_child_sees_no_secret_of_the_environment(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert b"secret" not in pool.run(deeds.environment, b"")


@pytest.mark.parametrize("answer", [b"[", b"[[1]]", b'{"x":1}', b'["Unknown"]', b"[" * 100_000])
def test_an_answer_that_is_none_is_a_stopped_reader(answer: bytes) -> None:
    with pytest.raises((ValueError, TypeError, RecursionError)):
        sheets_of(answer)


def test_marking_and_campaign_workbooks_run_apart_too() -> None:
    content = (GOLDEN[0].parent / "clean.xlsx").read_bytes()
    cell = CellRef(read(content).sheets[1].name, 11, 2)
    findings = [Finding("read_differently", cell, read="3.640", expected="3640", parameters={"label": "Số xã"})]
    assert workflow.marked_file("a.xlsx", content, findings, "vi", run=apart.run) == workflow.marked_file(
        "a.xlsx", content, findings, "vi"
    )
    plan = catalogue.load_shipped("so-28-2022")
    assert workflow.campaign_file(campaign_workbook(*plan), run=apart.run) == plan
    with pytest.raises((NotAWorkbook, EmptyFile)):
        workflow.campaign_file(b"", run=apart.run)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PLACES = st.tuples(st.integers(0, 99), st.integers(0, 99))
SHEETS = st.builds(
    Sheet,
    name=st.text(),
    rows=st.lists(st.lists(CELLS)),
    visible=st.booleans(),
    errors=st.dictionaries(PLACES, st.text()),
    uncached=st.frozensets(PLACES),
    hidden_rows=st.frozensets(st.integers(0, 99)),
    hidden_columns=st.frozensets(st.integers(0, 99)),
    merged=st.lists(st.tuples(*[st.integers(0, 99)] * 4)).map(tuple),
    fonts=st.dictionaries(PLACES, st.text()),
)


@given(st.lists(SHEETS).map(tuple).map(Sheets))
def test_values_pass_as_they_are(sheets: Sheets) -> None:
    passed = sheets_of(sheets_bytes(sheets))
    assert passed == sheets
    assert [[list(map(type, one)) for one in sheet.rows] for sheet in passed.sheets] == [
        [list(map(type, one)) for one in sheet.rows] for sheet in sheets.sheets
    ]


def test_every_kind_of_value_passes_as_what_it_is() -> None:
    values: list[RawValue] = [
        datetime(2020, 3, 31, 9, 30, tzinfo=UTC),
        date(2020, 3, 31),
        clock_time(9, 30),
        timedelta(hours=36),
        True,
        1,
    ]
    assert sheets_of(sheets_bytes(Sheets((Sheet("a", [values]),)))).sheets[0].rows == [values]


def test_a_request_may_hold_what_cannot_be_pickled_by_itself() -> None:
    finding = Finding("workbook_unfilled")
    assert request_of(request_bytes((read, (finding,), {})))[1] == (finding,)
