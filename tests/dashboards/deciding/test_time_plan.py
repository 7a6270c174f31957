"""What people read of the time plan."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from dashboards.deciding.time_plan import build_time_plan_document, build_time_plan_sections
from dashboards.deciding.time_plan.parts import at_least, at_most, inside, months_of
from dashboards.document.model import Manner, Paragraph, Picture, Points, Runs, Section, Table
from dashboards.wording import wording
from evaluator.core.deciding.time_plan.findings import TimeFindings
from tests.evaluator import small_contract as small
from tests.evaluator.core.deciding.time_plan.plans import ask, contract

SV, EN = wording("sv"), wording("en")
CONTRACT = contract(
    "2028-12-31",
    {"id": "option2", "prolongs_to": "2030-12-31", "notice_by": "2027-12-31", "label": small.LABEL},
)


def found(today: str = "2026-11-09", **content: object) -> TimeFindings:
    return ask(CONTRACT, today, content)


def section(findings: TimeFindings, name: str) -> Section:
    (whole,) = build_time_plan_sections(findings, SV)
    return next(one for one in whole.sections if one.name == name)


def told(part: Section) -> str:
    return " ".join(
        "".join(run.text for run in block.runs) for block in part.blocks if isinstance(block, Paragraph)
    )


def table(part: Section) -> Table:
    return next(block for block in part.blocks if isinstance(block, Table))


def points_of(part: Section) -> list[Runs]:
    return [point for block in part.blocks if isinstance(block, Points) for point in block.points]


def tables(findings: TimeFindings) -> Iterator[Table]:
    (whole,) = build_time_plan_sections(findings, SV)
    return (block for block in whole.every_block() if isinstance(block, Table))


def test_the_first_sentences_say_from_when_on_it_is_too_late() -> None:
    text = told(section(found(), "time-plan-start"))
    assert "En ny upphandling som med 80\u00a0% säkerhet ska vara klar senast den 31 december 2028" in text
    assert "Den dagen har passerat" in text
    assert "veckor; därefter är det inte längre möjligt" in text


def test_a_deadline_that_no_start_can_keep_is_told_as_such() -> None:
    text = told(section(found(today="2028-06-01", done={"needs": "2028-05-31"}), "time-plan-start"))
    assert "Ingen start under de år som har prövats" in text


def test_a_plan_that_is_done_says_so() -> None:
    done = dict.fromkeys(
        ["needs", "politics", "documents", "notice", "tendering", "evaluation", "standstill"], "2027-01-01"
    )
    everything = {**done, "transfer": "2028-01-01", "stabilisation": "2028-02-01"}
    findings = found(today="2028-03-01", done=everything)
    assert "Alla steg i tidplanen är klara." in told(section(findings, "time-plan-start"))
    assert "klart 2028-02-01" in table(section(findings, "time-plan-backward")).rows[-1][0].text


def test_every_day_and_share_of_the_tables_leads_to_where_it_comes_from() -> None:
    rows = [row for one in tables(found()) if one.name != "time-stages" for row in one.rows]
    runs = [run for row in rows for cell in row if cell.value is not None for run in cell.runs]
    assert runs
    assert all(run.trace is not None for run in runs)


def test_what_is_simulated_names_command_seed_and_inputs() -> None:
    cell = table(section(found(), "time-plan-start")).rows[0][3]
    trace = cell.runs[0].trace
    assert trace is not None
    assert trace.query == "supplierwatch time-plan --today 2026-11-09 --start 2026-11-09 (seed 1)"
    assert trace.inputs == "both"


def test_the_bridge_is_told_for_each_certainty_in_months_rounded_up() -> None:
    # 31 days are 1.02 months of 30.44 days.
    assert months_of(31, SV) == "1,1"
    assert months_of(0, SV) == "0,0"
    shown = table(section(found(), "time-plan-bridge"))
    assert [one.heading for one in shown.columns][2:] == [
        "Månader, 50\u00a0% säkert",
        "Månader, 80\u00a0% säkert",
        "Månader, 95\u00a0% säkert",
    ]


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [
        (Fraction(7999, 10000), "79%", "80%"),
        (Fraction(0), "0%", "0%"),
        (Fraction(1), "100%", "100%"),
        (Fraction(9999, 10000), "99%", "99.99%"),
        (Fraction(1, 10000), "0.01%", "1%"),
    ],
)
def test_in_time_is_rounded_down_and_a_bridge_needed_up_and_neither_to_nothing(
    value: Fraction, down: str, up: str
) -> None:
    assert (at_least(value, EN), at_most(value, EN)) == (down, up)


def test_a_label_inside_a_sentence_begins_small_but_an_abbreviation_does_not() -> None:
    assert (inside("Avtalsspärr"), inside("KF beslutar")) == ("avtalsspärr", "KF beslutar")


def test_alternatives_are_shown_only_where_the_file_names_any() -> None:
    (whole,) = build_time_plan_sections(found(), SV)
    assert "time-plan-alternatives" not in [one.name for one in whole.sections]
    some = found(alternatives=[{"id": "anew", "label": {"sv": "Nytt", "en": "Anew"}, "by": "expiry"}])
    assert table(section(some, "time-plan-alternatives")).rows[0][-1].text == "Hinns inte med"


def test_every_assumption_stands_with_its_source_and_what_is_left_out_is_named() -> None:
    part = section(found(), "time-plan-assumptions")
    sources = [row[-1].text for row in table(part).rows]
    assert all(sources)
    assert "lagen 1930:173" in sources[6]
    without = section(found(appeal=None, cancellation=None), "time-plan-assumptions")
    points = points_of(without)
    assert [point[0].text for point in points] == [
        "Att tilldelningsbeslutet kan överprövas är inte medräknat.",
        "Att upphandlingen kan avbrytas är inte medräknat.",
    ]


def test_calendars_say_until_when_they_are_known() -> None:
    council = {"label": {"sv": "KF", "en": "Council"}, "monthly": {"weekday": "mon"}}
    fixed = {**council, "days": ["2027-05-24"]}
    part = section(found(calendars={"one": council, "other": fixed}), "time-plan-assumptions")
    points = points_of(part)
    assert "".join(run.text for run in points[-1]) == (
        "KF: kända till och med 2027-05-24; därefter antas det återkommande mönstret gälla."
    )
    assert points[-2][0].text == "KF: det återkommande mönstret antas gälla varje år."


def test_what_is_assumed_is_stamped_on_the_first_page() -> None:
    document = build_time_plan_document(found(assumed="Tider är antagna."), CONTRACT, SV)
    assert [one.manner for one in document.stamps] == [Manner.ASSUMED]
    assert build_time_plan_document(found(), CONTRACT, SV).stamps == ()


def test_pictures_are_described_and_the_same_bytes_twice() -> None:
    def pictures() -> list[Picture]:
        (whole,) = build_time_plan_sections(found(), SV)
        return [block for block in whole.every_block() if isinstance(block, Picture)]

    first, again = pictures(), pictures()
    assert len(first) == 2
    assert all(one.described and one.svg.startswith("<svg") for one in first)
    assert first == again


def test_the_certainty_asked_for_stands_in_the_notes() -> None:
    findings = found(certainty="90 %")
    assert findings.certainty == Fraction(9, 10)
    assert findings.today == date(2026, 11, 9)
    assert "90\u00a0%" in table(section(findings, "time-plan-start")).note
