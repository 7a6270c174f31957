"""What is still said of a contract's names where other parts of it do not hold."""

from pathlib import Path

import pytest

from tests.supplierwatch.watches import line_of, only_problem_of, problems_of, replace_text

SCORECARD = """scorecard:
  months: 12
  areas:
    - id: operation
      label: {sv: a, en: a}
      weight: 100
      measures: [{indicators: [K99]}]
  bands: [{id: all, label: {sv: a, en: a}, at_least: 0}]
  floor: {area_below: 40, not_above: all}
#"""


def test_names_are_checked_even_where_other_parts_of_the_contract_do_not_hold(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "currency: SEK", "currency: kronor")
    replace_text(contract, "data: [tickets]", "data: [phone]")
    replace_text(contract, "holidays: swedish", "holidays: danish")
    paths = {problem.path for problem in problems_of(watch_folder)}
    assert paths == {
        "contract.currency",
        "indicators[resolved-in-time].data",
        "service_hours.office.holidays",
    }


def test_a_name_defined_in_a_part_that_does_not_hold_is_not_called_unknown(watch_folder: Path) -> None:
    # The clock is there, though wrong: to call it undefined as well would mislead.
    replace_text(watch_folder / "contract.yaml", "stops_in: [resolved, closed]", "stops_in: [resolvd]")
    assert only_problem_of(watch_folder).path == "clocks.resolution.stops_in[#1]"


def test_positions_stay_right_after_an_entry_that_does_not_hold(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    broken = "  - {id: broken, hours: office}\n"
    lost = "  - {id: other, label: {sv: a, en: a}, hours: nights}\n"
    replace_text(contract, "services:\n  - id: desk", f"services:\n{broken}{lost}  - id: desk")
    paths = [problem.path for problem in problems_of(watch_folder)]
    assert paths == ["services[broken].label", "services[other].hours"]


@pytest.mark.parametrize(
    ("part", "wrong", "path"),
    [
        ("last_day: 2027-12-31", "last_day: soon", "term.last_day"),
        ("state: open  ", "state: opne  ", "term.options[option1].state"),
        ("working_days: office ", "working_days: [office] ", "working_days"),
        ("report_by_working_day: 5", "report_by_working_day: x", "reporting.report_by_working_day"),
        ("currency: SEK", "currency: kronor", "contract.currency"),
    ],
)
def test_names_are_checked_whatever_part_of_the_contract_does_not_hold(
    watch_folder: Path, part: str, wrong: str, path: str
) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, part, wrong)
    replace_text(contract, "data: [tickets]", "data: [fone]")
    replace_text(contract, "services: [desk]", "services: [dsek]")
    assert {problem.path for problem in problems_of(watch_folder)} == {
        path,
        "indicators[resolved-in-time].data",
        "indicators[resolved-in-time].services",
    }


def test_doubled_options_and_missing_fees_are_told_where_the_contract_does_not_hold(
    watch_folder: Path,
) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "currency: SEK", "currency: kronor")
    replace_text(contract, "    monthly_fee: 100000\n", "")
    option = "{id: option1, label: {sv: a, en: a}, prolongs_to: 2030-12-31, notice_by: null, state: open}"
    broken = "{id: option0}"
    replace_text(contract, "  options:\n", f"  options:\n    - {broken}\n    - {option}\n")
    found = {(problem.path, problem.line) for problem in problems_of(watch_folder)}
    assert ("term.options[option1].id", line_of(contract, "- id: option1")) in found
    assert ("services[desk]", line_of(contract, "- id: desk")) in found


def test_a_scorecard_is_checked_where_the_contract_does_not_hold(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "currency: SEK", "currency: kronor")
    replace_text(contract, "scorecard: null ", SCORECARD)
    assert "scorecard.areas[operation].measures[#1].indicators" in {
        problem.path for problem in problems_of(watch_folder)
    }
