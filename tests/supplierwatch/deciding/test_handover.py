"""The handover of a watch: read from its file, counted from facts, frozen and compared."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collector.errors import NothingFound, SupplierwatchError
from collector.identifiers import content_hash
from collector.records import FactKind
from collector.store.database import Database
from evaluator.core.deciding.handover.comparison import Difference, Measure
from evaluator.core.deciding.handover.milestones import MilestoneState
from evaluator.core.periods import month
from supplierwatch.collecting import collect_sources
from supplierwatch.deciding.baseline_file import baseline_bytes, read_baseline_file
from supplierwatch.deciding.handover import assess_handover, freeze_baseline
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.watch import Watch, load_watch
from tests.collector.store.pages import save
from tests.supplierwatch.watches import only_problem_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = 3600
PLAN = """
switch: 2026-10-01
milestones:
  - {id: accounts, label: {sv: Konton, en: Accounts}, target: "100 %", measure: accounts_moved}
transfer:
  measure: units_moved
  waves:
    - {id: one, day: 2026-10-05, units: [north, south]}
"""

GATE = "{id: G, label: {sv: a, en: a}, phase: plan, due: 2026-12-01, owner: chef, milestones: [missing]}"


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


def measured(measure: str, day: str, done: int, of: int, unit: str | None = None) -> dict[str, object]:
    begin = instant(f"{day} 00:00")
    told = {"measure": measure, "service": "desk", "unit": unit, "segment": None, "numerator": done}
    return {**told, "from_at": begin, "to_at": begin + 24 * HOUR, "denominator": of}


def watch_with(folder: Path, plan: str) -> Watch:
    (folder / "handover.yaml").write_text(plan, encoding="utf-8")
    return load_watch(folder)


def write_tickets(folder: Path, first: date, days: int, late: int) -> None:
    """Each working day ten incidents of P2 at 08:00; `late` of them take 9 h of 8, the others 2 h."""
    rows = ["Ticket;Time;Status;Kind;Priority"]
    for day in (first + timedelta(days=number) for number in range(days)):
        if day.weekday() < 5:
            for number in range(10):
                end = "17:00:00" if number < late else "10:00:00"
                rows += [
                    f"{day}-{number};{day} 08:00:00;New;Incident;2",
                    f"{day}-{number};{day} {end};Resolved;Incident;2",
                ]
    path = folder / "deliveries" / f"tickets-{first}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_a_watch_without_the_file_has_no_handover(watch_folder: Path, sqlite_database: Database) -> None:
    assert assess_handover(load_watch(watch_folder), sqlite_database, date(2026, 10, 1)) is None


def test_milestones_and_units_are_counted_from_what_was_collected(
    watch_folder: Path, database: Database
) -> None:
    watch = watch_with(watch_folder, PLAN)
    rows = [
        measured("accounts_moved", "2026-10-05", 40, 60, unit="north"),
        measured("accounts_moved", "2026-10-05", 10, 40, unit="south"),
        measured("accounts_moved", "2026-10-07", 100, 100),
        measured("units_moved", "2026-10-05", 0, 1, unit="south"),
        measured("units_moved", "2026-10-06", 1, 1, unit="north"),
    ]
    save(database, {FactKind.MEASUREMENT: rows})
    found = assess_handover(watch, database, date(2026, 10, 6))
    assert found is not None
    [accounts] = found.milestones
    # Two units together on the 5th: 50 of 100. What the 7th tells is not known on the 6th.
    assert accounts.last is not None
    assert (accounts.last.done, accounts.last.of, accounts.last.day) == (50, 100, date(2026, 10, 5))
    assert accounts.state is MilestoneState.UNDER_WAY
    assert found.transfer is not None
    assert (found.transfer.moved, [one.unit for one in found.transfer.late]) == (1, ["south"])
    later = assess_handover(watch, database, date(2026, 10, 7))
    assert later is not None
    assert later.milestones[0].state is MilestoneState.REACHED


def test_tickets_open_at_the_switch_are_split_between_the_suppliers(
    watch_folder: Path, database: Database
) -> None:
    rows = [
        "Ticket;Time;Status;Kind;Priority",
        # 30 September 16-18 with the old supplier (2 h), 1 October 07-10 with the new one (3 h).
        "B-1;2026-09-30 16:00:00;New;Incident;2",
        "B-1;2026-10-01 10:00:00;Resolved;Incident;2",
        # 29 September 08-18 and the 30th 07-18: 21 h of 8 were used before.
        "B-2;2026-09-29 08:00:00;New;Incident;2",
        "B-2;2026-10-02 10:00:00;Resolved;Incident;2",
    ]
    (watch_folder / "deliveries" / "tickets-b.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    watch = watch_with(watch_folder, "switch: 2026-10-01\n")
    collect_sources(watch, database, lambda: instant("2026-10-20 06:00"), {})
    assert assess_handover(watch, database, date(2026, 9, 30)).split is None  # type: ignore[union-attr] # the file is there
    found = assess_handover(watch, database, date(2026, 10, 19))
    assert found is not None
    assert found.split is not None
    told = {one.ticket: (one.used_before, one.used_after, one.missed_before) for one in found.split}
    assert told == {"B-1": (2 * HOUR, 3 * HOUR, False), "B-2": (21 * HOUR, 14 * HOUR, True)}


def test_the_new_supplier_is_held_against_what_was_frozen(
    watch_folder: Path, sqlite_database: Database
) -> None:
    write_tickets(watch_folder, date(2025, 10, 1), 61, late=1)
    write_tickets(watch_folder, date(2026, 10, 1), 31, late=4)
    watch = watch_with(watch_folder, "switch: 2026-10-01\n")
    now = instant("2026-11-09 06:00")
    collect_sources(watch, sqlite_database, lambda: now, {})
    for name in ("2025-10", "2025-11", "2026-10"):
        evaluate_watch(watch, sqlite_database, month(name, watch.zone), None, now)
    frozen = baseline_bytes(freeze_baseline(watch, sqlite_database, "2025-11", 2))
    (watch_folder / "old.json").write_bytes(frozen)
    digest = content_hash(frozen)
    use = f"switch: 2026-10-01\nbaseline: {{file: old.json, content_hash: {digest}, days: 30}}\n"
    found = assess_handover(watch_with(watch_folder, use), sqlite_database, date(2026, 11, 9))
    assert found is not None
    assert found.first_months is not None
    assert found.first_months.days == 30
    [missed] = [one for one in found.first_months.compared if one.measure is Measure.MISSED]
    # Four of ten now, one of ten before.
    assert missed.now is not None
    assert missed.before is not None
    assert (float(missed.before), missed.difference) == (0.1, Difference.HIGHER)
    assert 0.39 < float(missed.now) < 0.41


def test_days_of_a_month_that_was_not_evaluated_are_unknown_and_not_days_without_cases(
    watch_folder: Path, sqlite_database: Database
) -> None:
    write_tickets(watch_folder, date(2025, 10, 1), 61, late=1)
    write_tickets(watch_folder, date(2026, 10, 1), 50, late=1)
    watch = watch_with(watch_folder, "switch: 2026-10-01\n")
    now = instant("2026-11-20 06:00")
    collect_sources(watch, sqlite_database, lambda: now, {})
    for name in ("2025-10", "2025-11"):
        evaluate_watch(watch, sqlite_database, month(name, watch.zone), None, now)
    frozen = baseline_bytes(freeze_baseline(watch, sqlite_database, "2025-11", 2))
    (watch_folder / "old.json").write_bytes(frozen)
    use = (
        f"switch: 2026-10-01\nbaseline: {{file: old.json, content_hash: {content_hash(frozen)}, days: 90}}\n"
    )
    changed = watch_with(watch_folder, use)
    without = assess_handover(changed, sqlite_database, date(2026, 11, 20))
    assert without is not None
    assert without.first_months is None
    evaluate_watch(watch, sqlite_database, month("2026-10", watch.zone), None, now)
    found = assess_handover(changed, sqlite_database, date(2026, 11, 20))
    assert found is not None
    assert found.first_months is not None
    # The 31 days of October; the 19 of November have no results yet.
    assert found.first_months.days == 31
    [cases] = [one for one in found.first_months.compared if one.measure is Measure.CASES]
    # Ten on each of 22 working days, and one ticket that the watch has of its own.
    assert (cases.now, cases.before) == (Fraction(221, 31), Fraction(220, 31))
    assert cases.difference is Difference.CANNOT_BE_TOLD


def test_a_baseline_is_written_the_same_each_time_and_read_back(
    watch_folder: Path, sqlite_database: Database
) -> None:
    write_tickets(watch_folder, date(2025, 10, 1), 31, late=1)
    watch = load_watch(watch_folder)
    collect_sources(watch, sqlite_database, lambda: instant("2026-11-09 06:00"), {})
    evaluate_watch(watch, sqlite_database, month("2025-10", watch.zone), None, instant("2026-11-09 06:00"))
    first, second = (freeze_baseline(watch, sqlite_database, "2025-10", 12) for _ in range(2))
    assert baseline_bytes(first) == baseline_bytes(second)
    path = watch_folder / "old.json"
    path.write_bytes(baseline_bytes(first))
    assert read_baseline_file(path, content_hash(baseline_bytes(first))) == first


def test_a_baseline_that_was_altered_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(b"{}")
    with pytest.raises(SupplierwatchError, match="is not what was frozen"):
        read_baseline_file(path, "0" * 64)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{}", "is no baseline"),
        (
            b'{"form":1,"contract":"c","months":{},"days":["2025-10-01"],"is_working_day":[],"indicators":{}}',
            "not every list",
        ),
        (
            b'{"form":2,"contract":"c","months":{},"days":[],"is_working_day":[],"indicators":{}}',
            "form 2 is none",
        ),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content)
    with pytest.raises(SupplierwatchError, match=told):
        read_baseline_file(path, content_hash(content))


def test_a_baseline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SupplierwatchError, match="handover --freeze"):
        read_baseline_file(tmp_path / "old.json", "0" * 64)


def test_nothing_evaluated_cannot_be_frozen(watch_folder: Path, sqlite_database: Database) -> None:
    with pytest.raises(NothingFound, match="none of the 12 months"):
        freeze_baseline(load_watch(watch_folder), sqlite_database, "2026-10", 12)


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("switch: 2023-12-31\n", "lies before the contract has run a day"),
        (
            f"switch: 2027-01-01\ngates: [{GATE}]\n",
            "there is no milestone 'missing'",
        ),
        (
            "switch: 2027-01-01\nmilestones:\n" + '  - {id: M, label: {sv: a, en: a}, target: "100 %"}\n' * 2,
            "M is the id of 2 milestones",
        ),
    ],
)
def test_what_the_file_names_wrongly_is_told_with_its_line(watch_folder: Path, plan: str, found: str) -> None:
    (watch_folder / "handover.yaml").write_text(plan, encoding="utf-8")
    problem = only_problem_of(watch_folder)
    assert found in problem.found
    assert problem.file is not None
    assert problem.file.endswith("handover.yaml")


def test_a_unit_that_the_contract_does_not_have_is_told(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    text = contract.read_text(encoding="utf-8").replace(
        "\nholidays:",
        "\nsegments: [{id: all, label: {sv: Alla, en: All}}]\n"
        "units: [{id: north, label: Norr, segment: all, users: 5}]\n\nholidays:",
        1,
    )
    contract.write_text(text, encoding="utf-8")
    (watch_folder / "handover.yaml").write_text(PLAN, encoding="utf-8")
    assert "the contract has no unit 'south'" in only_problem_of(watch_folder).found
