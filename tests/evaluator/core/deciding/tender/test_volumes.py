"""Volumes of months: every sum can be counted by hand."""

import pandas as pd

from evaluator.core.deciding.tender.volumes import By, Volumes, volumes_of

MONTHS = ("2026-08", "2026-09", "2026-10")


def flow(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    columns = ["period", "segment", "unit", "kind", "opened"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(priority="P3", service="T1")


def volumes(*rows: tuple[str, str, str, str, int], smallest: int = 5) -> Volumes:
    return volumes_of(flow(*rows), MONTHS, smallest)


def test_a_month_without_a_ticket_counts_as_none_opened() -> None:
    found = volumes(
        ("2026-08", "schools", "S1", "incident", 30), ("2026-10", "schools", "S1", "incident", 10)
    )
    assert found.total == (30, 0, 10)
    assert found.spread is not None
    assert (found.spread.half, found.spread.highest_at) == (10, "2026-08")


def test_volumes_are_told_apart_by_kind() -> None:
    found = volumes(
        ("2026-08", "schools", "S1", "incident", 30),
        ("2026-08", "schools", "S1", "question", 20),
        ("2026-09", "schools", "S1", "question", 25),
    )
    assert [(row.name, row.months) for row in found.of(By.KIND)] == [
        ("incident", (30, 0, 0)),
        ("question", (20, 25, 0)),
    ]


def test_what_never_opened_has_no_row() -> None:
    found = volumes(("2026-08", "schools", "S1", "incident", 30), ("2026-08", "schools", "S1", "change", 0))
    assert [row.name for row in found.of(By.KIND)] == ["incident"]


def test_a_small_month_of_a_segment_is_hidden_with_the_next_smallest_segment() -> None:
    found = volumes(
        ("2026-08", "schools", "S1", "incident", 30),
        ("2026-08", "districts", "D1", "incident", 4),
        ("2026-08", "companies", "B1", "incident", 9),
    )
    assert {row.name: sorted(row.hidden) for row in found.of(By.SEGMENT)} == {
        "companies": [0],
        "districts": [0],
        "schools": [],
    }


def test_a_row_of_which_most_months_are_hidden_is_not_printed() -> None:
    months = [(month, "", "", "report", 1) for month in MONTHS]
    found = volumes(*months, *[(month, "", "", "incident", 50) for month in MONTHS])
    assert {row.name: row.is_hidden for row in found.of(By.KIND)} == {"incident": True, "report": True}


def test_units_of_one_segment_hide_each_other() -> None:
    found = volumes(
        ("2026-08", "schools", "S1", "incident", 30),
        ("2026-09", "schools", "S2", "incident", 3),
        ("2026-09", "schools", "S3", "incident", 12),
        ("2026-09", "districts", "D1", "incident", 6),
        ("2026-09", "", "", "report", 1),
    )
    assert {one.unit: one.tickets for one in found.units} == {"D1": 6, "S1": 30, "S2": None, "S3": None}


def test_no_months_have_no_spread() -> None:
    empty = volumes_of(flow(), (), 5)
    assert (empty.spread, empty.of(By.KIND)) == (None, ())
