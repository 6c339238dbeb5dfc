"""Norms × registers: entitlements, what is not known, items and their codes, the print run."""

from fractions import Fraction

import pytest
from tests.allocation_plan import REGISTERS, allocated, copies, item, materials
from tests.small_plan import TREE, plan, report

from tonghop.core.allocating import NoMaterials, NothingAllotted, UnknownItem, UnknownRow, allocate, items, registers
from tonghop.core.allocation_json import as_json
from tonghop.core.completeness import State
from tonghop.core.consolidation import Measure


def test_items_are_the_rows_of_one_item_or_group() -> None:
    found = [(one.code, one.label.vi, [row.code for row in one.rows]) for one in items(materials())]
    assert found == [
        ("BOOK", "Cuốn sách", ["B1", "B2"]),
        ("MAP", "Bản đồ", ["MAP"]),
        ("DISC", "disc", ["DISC"]),
    ]


def test_each_row_of_each_unit_is_entitled_to_the_norm_times_its_register() -> None:
    shares = {(share.unit, share.row): share.entitled for share in item(allocated(), "BOOK").shares}
    assert shares == {
        ("P", "B1"): 10,
        ("P", "B2"): 3,
        ("D1", "B1"): 20,
        ("D1", "B2"): 6,
        ("C11", "B1"): 7,
        ("C11", "B2"): 3,
        ("C12", "B1"): 13,
        ("C12", "B2"): 9,
        ("D2", "B1"): 0,
        ("D2", "B2"): 0,
        ("C21", "B1"): None,
        ("C21", "B2"): None,
    }


def test_a_part_of_a_copy_is_a_copy() -> None:
    assert copies(allocated(), "MAP") == {
        ("P", "MAP"): 1,
        ("D1", "MAP"): 1,
        ("C11", "MAP"): 1,
        ("C12", "MAP"): 2,
        ("D2", "MAP"): 0,
    }


def test_a_unit_without_a_register_is_named_and_gets_nothing() -> None:
    made = allocated({"BOOK": 1000})
    assert [unit.code for unit in made.unknown] == ["C21"]
    assert "C21" not in made.received
    assert item(made, "BOOK").left == 1000 - 71


def test_a_register_without_the_figure_leaves_the_row_unknown() -> None:
    made = allocated(registers={**REGISTERS, "C21": {"members": 4}})
    known = {share.row: share.entitled for share in item(made, "BOOK").shares if share.unit == "C21"}
    assert known == {"B1": 4, "B2": None}


def test_rows_without_a_norm_stay_blank_or_get_what_is_said() -> None:
    silent = allocated()
    assert (item(silent, "DISC").shares, [row.code for row in silent.unallotted]) == ((), ["DISC"])
    told = allocated(amounts={"DISC": 2})
    assert copies(told, "DISC") == {("P", "DISC"): 2, ("D1", "DISC"): 2, ("D2", "DISC"): 2}
    assert told.unallotted == ()


def test_an_amount_is_shared_out_when_stock_is_short() -> None:
    assert copies(allocated({"DISC": 4}, amounts={"DISC": 2}), "DISC") == {
        ("P", "DISC"): 2,
        ("D1", "DISC"): 1,
        ("D2", "DISC"): 1,
    }


def test_the_print_run_holds_the_reserve_rounded_up() -> None:
    book = item(allocated({"BOOK": 60}, reserve=Fraction(5)), "BOOK")
    assert (book.entitled, book.reserve, book.print_run) == (71, 4, 75)
    assert (book.stock, book.copies, book.lacking, book.left) == (60, 60, 11, 0)


def test_without_a_stock_everyone_gets_all() -> None:
    book = item(allocated(), "BOOK")
    assert (book.copies, book.lacking, book.left) == (71, 0, None)


def test_priority_rows_are_served_in_full_first() -> None:
    made = copies(allocated({"BOOK": 45}, priority={"B2": 1}), "BOOK")
    assert {unit: number for (unit, row), number in made.items() if row == "B2"} == {
        "P": 3,
        "D1": 6,
        "C11": 3,
        "C12": 9,
        "D2": 0,
    }
    assert sum(made.values()) == 45


def test_what_a_unit_receives_is_its_own_and_that_of_all_below_it() -> None:
    received = {unit: {str(one): n for one, n in found.items()} for unit, found in allocated().received.items()}
    assert received["C12"] == {"mat.B1.received": 13, "mat.B2.received": 9, "mat.MAP.received": 2}
    assert received["D1"]["mat.B1.received"] == 20 + 7 + 13
    assert received["P"]["mat.B1.received"] == 50
    assert received["D2"] == {"mat.B1.received": 0, "mat.B2.received": 0, "mat.MAP.received": 0}


def test_wrong_items_and_rows_are_told_with_those_there_are() -> None:
    with pytest.raises(UnknownItem, match=r"BOOK \(Cuốn sách\); MAP \(Bản đồ\); DISC \(disc\)"):
        allocated({"BOOKS": 5})
    with pytest.raises(UnknownRow, match=r"DISC \(disc\)"):
        allocated(amounts={"B1": 5})
    with pytest.raises(NothingAllotted, match="--amount"):
        allocated({"DISC": 5})
    with pytest.raises(NoMaterials):
        allocate(plan(forms=[]), TREE, {}, {})


def test_registers_are_the_newest_usable_ones() -> None:
    revisions = [
        report("D1", "T2020-02", reg={"members": 21, "cells": 2}),
        report("D1", "T2020-01", reg={"members": 20, "cells": 2}),
        report("C11", "T2020-01", reg={"members": 7}),
        report("C11", "T2020-02", reg={"members": 8}, state=State.BLOCKED),
        report("C12", "T2020-01", reg={"members": 9}, state=State.RETURNED),
        report("D2", "T2020-01", reg={"members": 5}, summary=True),
        report("P", "T2020-01"),
    ]
    assert registers(plan(), revisions) == {"D1": {"members": 21, "cells": 2}, "C11": {"members": 7}}
    assert registers(plan(), revisions, "T2020-01")["D1"] == {"members": 20, "cells": 2}


def test_json_tells_unknown_from_nothing() -> None:
    plain = as_json(allocated({"BOOK": 60}))
    (book, *_) = plain["items"]
    assert (book["item"], book["entitled"], book["copies"], book["lacking"]) == ("BOOK", 71, 60, 11)
    assert book["shares"][-1] == {"unit": "C21", "row": "B2", "recipients": None, "entitled": None, "copies": 0}
    assert plain["without_register"] == ["C21"]
    assert plain["rows_without_norm"] == ["DISC"]
    root = plain["units"][0]["received"]
    assert root[str(Measure("mat", "received", "B1"))] + root[str(Measure("mat", "received", "B2"))] == 60
