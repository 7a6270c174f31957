"""A district's own reply to the consultation, with its own figures (domain.md 2.1)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from collector.errors import NothingFound
from dashboards.document.forms import DocumentForm
from dashboards.document.model import Manner, Points, Section, Table
from supplierwatch.__main__ import main
from supplierwatch.deciding.decision_basis import BasisReading, MadeDocument
from supplierwatch.deciding.reply import make_reply
from supplierwatch.deciding.saving import render_made
from tests.supplierwatch.deciding.decided_demo import Decided, sections_of, text_of


@pytest.fixture(scope="module")
def reply(decided: Decided, tmp_path_factory: pytest.TempPathFactory) -> MadeDocument:
    """The reply of the northern district, where nobody wrote anything yet."""
    return make_reply(decided.reading, "D01", "sv", tmp_path_factory.mktemp("empty"))


def proposal_of(made: MadeDocument) -> list[str]:
    [points] = [one for one in made.document.sections[0].blocks if isinstance(one, Points)]
    return ["".join(run.text for run in point) for point in points.points]


def levels_of(made: MadeDocument) -> Table:
    [found] = [one for one in made.document.tables() if one.name == "unit-levels"]
    return found


def with_approval(reading: BasisReading, day: date | None) -> BasisReading:
    """The same matter, where the unit's minutes are ordinarily approved on another day."""
    assert reading.decision is not None
    [matter] = reading.decision.replies
    replies = (matter.model_copy(update={"minutes_approved_on": day}),)
    return replace(reading, decision=reading.decision.model_copy(update={"replies": replies}))


def test_it_has_the_sections_of_a_reply_in_order(reply: MadeDocument) -> None:
    assert [one.heading for one in reply.document.sections] == [
        "Förslag till beslut",
        "Sammanfattning",
        "Ärendet",
        "Ärendets beredning",
        "Förvaltningens synpunkter",
    ]
    assert reply.document.subtitle == "Svar på remiss från kommunstyrelsen"


def test_the_board_refers_to_the_report_as_its_reply(reply: MadeDocument) -> None:
    assert proposal_of(reply)[0] == (
        "Norra stadsdelsnämnden åberopar förvaltningens tjänsteutlåtande som svar på remissen."
    )


def test_the_decision_is_approved_at_once_where_the_reply_is_due_first(
    decided: Decided, reply: MadeDocument, tmp_path: Path
) -> None:
    """The reply is due on 22 March 2027."""
    assert proposal_of(reply)[-1] == "Beslutet förklaras omedelbart justerat."
    in_time = make_reply(with_approval(decided.reading, date(2027, 3, 22)), "D01", "sv", tmp_path)
    assert len(proposal_of(in_time)) == 1


def test_where_nobody_can_tell_it_says_so(decided: Decided, tmp_path: Path) -> None:
    made = make_reply(with_approval(decided.reading, None), "D01", "sv", tmp_path)
    assert "Om omedelbar justering behövs kan inte avgöras" in text_of(made.document)
    assert len(proposal_of(made)) == 1


def test_the_figures_are_the_units_own_beside_segment_and_whole(
    decided: Decided, reply: MadeDocument
) -> None:
    own = [one for one in decided.reading.results.outcomes if one.scope.unit == "D01"]
    assert own
    headings = [one.heading for one in levels_of(reply).columns]
    assert headings == [
        "Servicenivå",
        "Målnivå",
        "Enheten",
        "Fall",
        "Dess segment",
        "Helheten",
        "Mot målnivån",
    ]
    explained = {
        run.trace.query for row in levels_of(reply).rows for run in row[2].runs if run.trace is not None
    }
    assert all(query.endswith("/D01") for query in explained)


def test_the_table_and_the_summary_hold_values_against_the_same_target(reply: MadeDocument) -> None:
    # The contract's rule for few cases judges the whole: 91.7 % of 12 is above 90 %, in both places.
    told = [row[6].text for row in levels_of(reply).rows if row[6].text]
    reached = sum(text.endswith("Uppfylld") for text in told)
    assert f"Mätningen visar att {reached} av {len(told)} servicenivåer" in text_of(reply.document)


def test_groups_of_fewer_than_five_are_shown_as_too_few(decided: Decided, reply: MadeDocument) -> None:
    small = [
        one
        for one in decided.reading.results.outcomes
        if one.scope.unit == "D01" and one.figure is not None and 0 < one.figure.sample_size < 5
    ]
    assert small
    too_few = [row for row in levels_of(reply).rows if row[2].text == "för få"]
    assert too_few
    assert {row[3].text for row in too_few} <= {"färre än 5", "för få"}
    assert {row[6].text for row in too_few} == {""}


def test_what_became_of_the_units_needs_stands_beside_its_figures(reply: MadeDocument) -> None:
    opinion = reply.document.sections[-1]
    assert [one.name for one in opinion.sections] == ["unit-figures", "needs-unit"]


def test_opinion_is_a_place_for_the_district_to_write(reply: MadeDocument) -> None:
    places = {one.name: one.written for one in reply.document.judgements()}
    assert places["opinion"] == ()
    assert places["summary"] == ()


def test_a_unit_of_which_the_file_says_nothing_gets_places_and_says_what_is_missing(
    decided: Decided, tmp_path: Path
) -> None:
    made = make_reply(decided.reading, "D02", "sv", tmp_path)
    assert made.document.stamps[0].manner is Manner.INCOMPLETE
    assert "Södra stadsdelsförvaltningen" in made.document.stamps[0].runs[0].text


def test_no_confidential_part_of_the_city_reaches_a_district(decided: Decided, reply: MadeDocument) -> None:
    assert decided.reading.decision is not None
    told = text_of(reply.document)
    assert not any(risk.what.sv in told for risk in decided.reading.decision.risks)
    assert not any(_is_confidential(one) for one in sections_of(reply.document))


def _is_confidential(section: Section) -> bool:
    return section.is_confidential


def test_an_unknown_unit_is_refused_with_those_there_are(decided: Decided, tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match=r"no unit 'X99'.*D01"):
        make_reply(decided.reading, "X99", "sv", tmp_path)


def test_every_form_is_written(reply: MadeDocument) -> None:
    assert render_made(reply, DocumentForm.DOCX).startswith(b"PK")
    assert render_made(reply, DocumentForm.PDF).startswith(b"%PDF")


def test_the_command_writes_the_reply(decided: Decided, tmp_path: Path) -> None:
    arguments = ["reply", "--unit", "D01", "--period", "2024-05", "--language", "en", "--format", "html"]
    assert main(["--watch", str(decided.watch.folder), *arguments, "--output", str(tmp_path)]) == 0
    [path] = list(tmp_path.iterdir())
    assert path.name == "reply-D01-2024-05-en.html"
    assert "Reply to consultation from the city executive board" in path.read_text(encoding="utf-8")
