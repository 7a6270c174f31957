"""Amendments as files of a watch: what is said of them, in which file and on which line."""

from datetime import date
from pathlib import Path

from collector.errors import Severity
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import line_of, only_problem_of, problems_of

INDICATOR = """\
additions:
  - path: indicators
    value:
      id: K2
      label: {sv: "Andra", en: "Second"}
      kind: imported
      services: [desk]
      measured: per_service
      data: [tickets]
      measure: answered
      unit: share
      target: {from: "90 %"}
      bands: []
      minimum_sample: null
      empty_period: not_assessable
      completeness_floor: "90 %"
      consequence: none
"""


def amend(folder: Path, changes: str, name: str = "001", **more: str) -> Path:
    """Write an amendment with the id and file name `name`, from 1 July 2026 where nothing else is said."""
    (folder / "amendments").mkdir(exist_ok=True)
    file = folder / "amendments" / f"{name}.yaml"
    head = {"id": f'"{name}"', "effective": "2026-07-01", "reason": "agreed"} | more
    lines = [f"{key}: {value}" for key, value in head.items()]
    file.write_text("\n".join([*lines, changes]), encoding="utf-8")
    return file


def replacing(path: str, value: str) -> str:
    return f"replacements:\n  - path: {path}\n    value: {value}\n"


def test_an_indicator_comes_with_an_amendment(watch_folder: Path) -> None:
    amend(watch_folder, INDICATOR)
    before, after = load_watch(watch_folder).versions.versions
    assert [one.id for one in before.contract.indicators] == ["resolved-in-time"]
    assert [one.id for one in after.contract.indicators] == ["resolved-in-time", "K2"]
    assert (before.amendments, after.amendments) == ((), ("001",))


def test_a_wrong_value_of_an_added_entry_is_named_on_its_line(watch_folder: Path) -> None:
    file = amend(watch_folder, INDICATOR.replace("weekly", "").replace('from: "90 %"', 'from: "a lot"'))
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line) == (str(file), line_of(file, "a lot"))
    assert "indicators[K2].target.from does not hold" in problem.found


def test_an_added_indicator_without_a_source_is_named_in_the_amendment(watch_folder: Path) -> None:
    file = amend(watch_folder, INDICATOR.replace("data: [tickets]", "data: [phone]"))
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line) == (str(file), line_of(file, "data: [phone]"))


def test_what_is_there_already_cannot_be_added(watch_folder: Path) -> None:
    file = amend(watch_folder, INDICATOR.replace("id: K2", "id: resolved-in-time"))
    problem = only_problem_of(watch_folder)
    assert problem.line == line_of(file, "path: indicators")
    assert problem.found == ("indicators has an entry resolved-in-time already; write it under replacements")


def test_a_removal_that_leaves_a_name_without_its_thing_is_named_in_the_amendment(watch_folder: Path) -> None:
    file = amend(watch_folder, "removals:\n  - path: services[desk]\n" + INDICATOR)
    assert {problem.file for problem in problems_of(watch_folder)} == {str(file)}


def test_an_amendment_that_changes_nothing_is_refused(watch_folder: Path) -> None:
    amend(watch_folder, "replacements: []\n")
    assert "name removals, additions or replacements" in str(only_problem_of(watch_folder))


def test_two_amendments_with_one_id_are_refused(watch_folder: Path) -> None:
    amend(watch_folder, replacing("reporting.smallest_group", "6"))
    second = amend(
        watch_folder, replacing("reporting.smallest_group", "7"), "002", id='"001"', effective="2026-08-01"
    )
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line, problem.allowed) == (
        str(second),
        line_of(second, "id:"),
        "each id once",
    )
    assert problem.found.startswith("001 is the id of 2 amendments, the first in ")


def test_two_amendments_of_one_place_from_one_day_are_named(watch_folder: Path) -> None:
    amend(
        watch_folder,
        replacing(
            "reporting", "{report_by_working_day: 5, objections_within_working_days: 20, smallest_group: 6}"
        ),
    )
    second = amend(watch_folder, replacing("reporting.smallest_group", "7"), "002")
    watch = load_watch(watch_folder)
    [warning] = [one for one in watch.warnings if one.file == str(second)]
    assert (warning.severity, warning.line) == (Severity.WARNING, line_of(second, "path:"))
    assert warning.found == (
        "reporting.smallest_group is changed by amendment 001 from the same day too, "
        "and 002 has the last word"
    )
    assert watch.versions.latest.contract.reporting.smallest_group == 7


def test_two_amendments_of_one_place_on_days_of_their_own_are_in_order(watch_folder: Path) -> None:
    amend(watch_folder, replacing("reporting.smallest_group", "6"))
    amend(watch_folder, replacing("reporting.smallest_group", "7"), "002", effective="2026-08-01")
    assert load_watch(watch_folder).warnings == ()


def test_before_the_day_of_agreement_nobody_knows_an_amendment(watch_folder: Path) -> None:
    amend(watch_folder, replacing("reporting.smallest_group", "6"), agreed_on="2026-05-12")
    versions = load_watch(watch_folder).versions
    assert len(versions.as_known_on(date(2026, 5, 11)).versions) == 1
    assert len(versions.as_known_on(date(2026, 5, 12)).versions) == 2


def test_an_amendment_agreed_late_alters_what_applied_and_not_what_was_known(watch_folder: Path) -> None:
    # Agreed in November, and in force since July: in August everybody went by 5 cases.
    amend(watch_folder, replacing("reporting.smallest_group", "6"), agreed_on="2026-11-03")
    versions = load_watch(watch_folder).versions
    august = date(2026, 8, 1)
    assert versions.in_force(august).contract.reporting.smallest_group == 6
    assert versions.as_known_on(date(2026, 9, 9)).in_force(august).contract.reporting.smallest_group == 5


def test_an_amendment_that_needs_one_agreed_later_is_refused(watch_folder: Path) -> None:
    first = amend(watch_folder, INDICATOR, agreed_on="2026-06-01")
    amend(
        watch_folder,
        replacing("indicators[K2].consequence", "none"),
        "002",
        effective="2026-08-01",
        agreed_on="2026-05-01",
    )
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line) == (str(first), line_of(first, "agreed_on"))
    assert "until it was agreed the amendments before it did not hold" in problem.found


def test_comments_and_layout_of_an_amendment_change_no_hash(watch_folder: Path) -> None:
    file = amend(watch_folder, replacing("reporting.smallest_group", "6"))
    before = load_watch(watch_folder).versions.latest.content_hash
    file.write_text(file.read_text(encoding="utf-8") + "# agreed by telephone\n", encoding="utf-8")
    assert load_watch(watch_folder).versions.latest.content_hash == before
