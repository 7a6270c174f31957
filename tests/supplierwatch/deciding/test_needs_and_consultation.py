"""Needs and consultation of a watch: reading, checks with file and line, gaps, and the commands."""

import json
from pathlib import Path
from typing import Any

import pytest

from collector.errors import Problem, Severity
from supplierwatch.__main__ import main
from supplierwatch.deciding.needs_gaps import find_dangling_points, find_needs_gaps
from supplierwatch.example import example_watch, save_copy
from supplierwatch.ledgers import day_of
from supplierwatch.linting import check_watch
from supplierwatch.watch import load_watch
from tests.supplierwatch.test_ledger_commands import set_day
from tests.supplierwatch.watches import line_of, problems_of, replace_text

NOVEMBER_9 = 1_794_200_400
"""2026-11-09 06:00 in Stockholm."""

NEEDS = """\
groups:
  - {id: heads, label: {sv: Chefer, en: Heads}}
  - {id: unions, label: {sv: Fackförbund, en: Unions}}
occasions:
  - {id: W1, kind: workshop, label: {sv: Dialog, en: Workshop}, day: 2026-03-11}
answer_by: 2026-10-30
needs:
  - id: N1
    text: {sv: Snabb hjälp, en: Quick help}
    voices:
      - {group: heads, occasion: W1, respondents: 40, importance: 1, satisfaction: 4}
      - {group: unions, occasion: W1, respondents: 6, importance: 5, satisfaction: 2}
  - id: N2
    text: {sv: Utbildning, en: Training}
    voices: [{group: heads, occasion: W1, respondents: 40, importance: 3}]
requirements:
  - id: R1
    text: {sv: Löses i tid, en: Solved in time}
    level: shall
    needs: [N1]
    check: {method: indicator, indicators: [resolved-in-time]}
  - id: R2
    text: {sv: Hjälp på plats, en: Help on site}
    level: shall
    needs: [N1]
"""
CONSULTATION = """\
title: {sv: Efter 2028, en: After 2028}
sent_on: 2026-09-01
reply_by: 2026-10-30
topics: [{id: cost, label: {sv: Kostnad, en: Cost}}]
bodies:
  - {id: A, kind: board, label: {sv: Nämnd A, en: Board A}}
  - {id: B, kind: union, label: {sv: Förbund B, en: Union B}}
replies:
  - body: A
    received_on: 2026-10-20
    stance: objects
    sentence: {sv: Nämnden avstyrker., en: The board objects.}
    points:
      - topic: cost
        text: {sv: Visa kostnaden., en: Show the cost.}
        needs: [N9]
        requirements: [R1]
"""


@pytest.fixture
def watch(watch_folder: Path) -> Path:
    """A watch with needs and a consultation."""
    (watch_folder / "needs.yaml").write_text(NEEDS, encoding="utf-8")
    (watch_folder / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
    return watch_folder


def told(problems: list[Problem]) -> list[tuple[str, int | None]]:
    return [(problem.found, problem.line) for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("group: unions, occasion: W1", "group: union, occasion: W1", "there is no group 'union'"),
        ("group: unions, occasion: W1", "group: unions, occasion: W2", "there is no occasion 'W2'"),
        ("respondents: 6,", "respondents: 6, segment: schools,", "there is no segment 'schools'"),
        ("respondents: 6,", "respondents: 6, unit: S1,", "there is no unit 'S1'"),
        ("id: N2", "id: N2\n    segments: [schools]", "there is no segment 'schools'"),
        ("id: N2", "id: N2\n    indicators: [K99]", "there is no indicator 'K99'"),
        ("needs: [N1]\n    check", "needs: [N7]\n    check", "there is no need 'N7'"),
        ("id: N2", "id: N1", "N1 is the id of 2 entries"),
    ],
)
def test_a_register_that_names_what_is_not_there_is_refused_with_its_line(
    watch: Path, old: str, new: str, found: str
) -> None:
    replace_text(watch / "needs.yaml", old, new)
    problem = problems_of(watch)[0]
    assert problem.found == found
    assert problem.file == str(watch / "needs.yaml")
    assert problem.line is not None
    assert problem.line > 1


def test_an_answer_to_nobody_is_refused(watch: Path) -> None:
    answer = (
        "    answer: {status: solved, what: {sv: a, en: a}, why: {sv: b, en: b}, decided_on: 2026-09-01,"
        " decided_by: chef, answered: [{group: nobody, on: 2026-10-01}, {unit: S1, on: 2026-10-01}]}\n"
    )
    replace_text(watch / "needs.yaml", "requirements:\n", f"{answer}requirements:\n")
    assert [problem.found for problem in problems_of(watch)] == [
        "there is no group 'nobody'",
        "there is no unit 'S1'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("- body: A", "- body: X", "there is no body 'X'"),
        ("- topic: cost", "- topic: time", "there is no topic 'time'"),
        ("{id: A, kind", "{id: A, unit: F1, kind", "there is no unit 'F1'"),
        (
            "received_on: 2026-10-20",
            "received_on: 2026-08-20",
            "the reply is dated 2026-08-20, before the matter was sent on 2026-09-01",
        ),
        ("{id: B, kind", "{id: A, kind", "A is the id of 2 entries"),
    ],
)
def test_a_consultation_that_contradicts_itself_is_refused(
    watch: Path, old: str, new: str, found: str
) -> None:
    replace_text(watch / "consultation.yaml", old, new)
    assert problems_of(watch)[0].found == found


def test_a_second_reply_of_one_body_is_refused_where_it_stands(watch: Path) -> None:
    again = "  - {body: A, received_on: 2026-10-21, stance: approves, sentence: {sv: Ja., en: Yes.}}\n"
    with (watch / "consultation.yaml").open("a", encoding="utf-8") as file:
        file.write(again)
    [problem] = problems_of(watch)
    assert (problem.found, problem.line) == (
        "A has 2 replies",
        line_of(watch / "consultation.yaml", "2026-10-21"),
    )


def test_check_warns_of_each_gap_where_it_stands(watch: Path) -> None:
    loaded = load_watch(watch)
    found = list(find_needs_gaps(loaded, (), day_of(NOVEMBER_9, loaded)))
    needs = watch / "needs.yaml"
    assert told(found) == [
        ("N2 has neither a requirement nor a reason why not", line_of(needs, "id: N2")),
        ("R2 is a shall, and nothing says how it is checked", line_of(needs, "id: R2")),
    ]
    assert {problem.severity for problem in found} == {Severity.WARNING}


def test_check_warns_of_an_indicator_that_no_contract_defines(watch: Path) -> None:
    replace_text(watch / "needs.yaml", "indicators: [resolved-in-time]", "indicators: [K99]")
    loaded = load_watch(watch)
    found = [one.found for one in find_needs_gaps(loaded, (), day_of(NOVEMBER_9, loaded))]
    assert "R1 is checked by K99, which is no indicator of the contract" in found
    assert "resolved-in-time is measured, and answers no need and checks no requirement" in found


def test_check_warns_of_a_point_about_a_need_that_is_not_there(watch: Path) -> None:
    assert told(list(find_dangling_points(load_watch(watch)))) == [
        ("there is no 'N9'", line_of(watch / "consultation.yaml", "[N9]"))
    ]


def test_check_shows_them_with_its_other_warnings(watch: Path) -> None:
    found = [problem.found for problem in check_watch(watch, NOVEMBER_9, {}).problems]
    assert "N2 has neither a requirement nor a reason why not" in found
    assert "there is no 'N9'" in found


def test_a_watch_without_these_files_has_no_such_gap(watch_folder: Path) -> None:
    loaded = load_watch(watch_folder)
    assert list(find_needs_gaps(loaded, (), day_of(NOVEMBER_9, loaded))) == []
    assert list(find_dangling_points(loaded)) == []


def test_of_the_example_every_need_has_a_requirement_or_a_reason_and_every_shall_a_check(
    tmp_path: Path,
) -> None:
    save_copy(example_watch(), tmp_path / "watch")
    loaded = load_watch(tmp_path / "watch")
    assert list(find_needs_gaps(loaded, (), day_of(NOVEMBER_9, loaded))) == []
    assert list(find_dangling_points(loaded)) == []


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs on 9 November 2026."""
    set_day(monkeypatch, "2026-11-09")


@pytest.mark.usefixtures("november")
def test_needs_shows_the_minority_first_and_what_is_overdue(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, "--watch", str(watch), "needs", "--language", "en")
    marks = text[text.index("Importance and satisfaction, each group for itself") :]
    rows = [line for line in marks.splitlines() if "N1" in line and ("Unions" in line or "Heads" in line)]
    assert "Unions" in rows[0]
    assert "5.0" in rows[0]
    assert "Needs with neither a requirement nor a reason why not: N2" in text
    assert "Answers that are overdue" in text


@pytest.mark.usefixtures("november")
def test_after_an_evaluation_the_measured_figure_stands_beside_the_voices(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(
        watch / "contract.yaml", "minimum_sample: {size: 20, below: not_assessable}", "minimum_sample: null"
    )
    output(capsys, "--watch", str(watch), "collect")
    output(capsys, "--watch", str(watch), "evaluate", "--period", "2026-10")
    text = output(capsys, "--watch", str(watch), "needs", "--language", "en")
    # The one ticket of the delivery was solved within its limit.
    assert "Service desk 100.0% ✓" in text
    assert "1 of 1" in text


@pytest.mark.usefixtures("november")
def test_needs_can_be_limited_to_the_gaps(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "--watch", str(watch), "needs", "--gaps", "--language", "en")
    assert "Shall-requirements that nothing says how to check: R2" in text
    assert "Who was heard" not in text


@pytest.mark.usefixtures("november")
def test_needs_for_programs_is_one_json_document(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, Any] = json.loads(output(capsys, "--watch", str(watch), "needs", "--json"))
    assert found["voices"] == {"heads": 2, "unions": 1}
    assert found["needs"][0]["ratings"][0]["importance"] == 5.0
    assert {"kind": "shall_without_check", "subject": "R2", "by": ""} in found["gaps"]


@pytest.mark.usefixtures("november")
def test_a_unit_sees_its_needs_by_id_or_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_copy(example_watch(), tmp_path / "watch")
    by_id = output(capsys, "--watch", str(tmp_path / "watch"), "needs", "--unit", "D02")
    by_name = output(
        capsys, "--watch", str(tmp_path / "watch"), "needs", "--unit", "södra stadsdelsförvaltningen"
    )
    assert by_id == by_name
    assert "Fakturan säger inte vad enheten betalar för" in by_id
    assert "2026-10-12" in by_id
    assert not (tmp_path / "watch" / "store.db").exists()


@pytest.mark.usefixtures("november")
def test_a_unit_that_is_not_there_is_refused(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(watch), "needs", "--unit", "X"]) == 4
    assert "there is no unit 'X'; units that voiced a need: none" in capsys.readouterr().err


@pytest.mark.usefixtures("november")
def test_consultation_shows_stances_with_names_and_who_is_missing(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, "--watch", str(watch), "consultation", "--language", "sv")
    assert "Svarat har 1 av 2 tillfrågade remissinstanser" in text
    assert "Svar har inte kommit från Förbund B." in text
    found = json.loads(output(capsys, "--watch", str(watch), "consultation", "--json"))
    assert found["stances"]["objects"] == ["A"]


@pytest.mark.parametrize("command", ["needs", "consultation"])
def test_without_its_file_a_command_says_which_is_missing(
    watch_folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), command]) == 4
    assert f"there is no {command}.yaml" in capsys.readouterr().err
