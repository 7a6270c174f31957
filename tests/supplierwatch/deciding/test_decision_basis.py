"""The decision basis: measured facts apart from judgement, every figure traced, never a verdict (N18)."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboards.deciding.basis.measured import credit_sentences
from dashboards.deciding.basis.telling import Telling
from dashboards.deciding.basis.written_figures import is_figure
from dashboards.document.docx_judgements import read_judgements
from dashboards.document.forms import DocumentForm
from dashboards.document.model import (
    Document,
    Edition,
    Judgement,
    Manner,
    Origin,
    notes_of,
    runs_of,
)
from dashboards.report.context import context_of
from dashboards.reports.segments import hidden_segments, segment_parts
from dashboards.wording import wording
from evaluator.core.deciding.basis.readiness import NeededPart, Readiness
from evaluator.decisions.decision import Signature
from evaluator.results.published import Seal
from supplierwatch.__main__ import main
from supplierwatch.deciding.areas import AreaFindings, area_parts
from supplierwatch.deciding.decision_basis import (
    BasisReading,
    MadeDocument,
    keep_cost_apart,
    make_documents,
    sources_of,
)
from supplierwatch.deciding.kept_writing import Kept
from supplierwatch.deciding.saving import render_made, save_documents
from tests.dashboards.document.word import typed
from tests.supplierwatch.deciding.decided_demo import (
    Decided,
    measured_runs,
    sections_of,
    text_of,
)

LANGUAGES = ("sv", "en")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def made(decided: Decided, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[MadeDocument, ...]]:
    """All documents in both languages, made where nobody wrote anything yet."""
    empty = tmp_path_factory.mktemp("empty")
    return {language: make_documents(decided.reading, language, empty) for language in LANGUAGES}


def report_of(made: tuple[MadeDocument, ...]) -> Document:
    return made[0].document


def standing_of_reading(reading: BasisReading, written: dict[str, str] | None = None) -> Readiness:
    """How the basis stands where `written` stands in the places of the officer's report."""
    words = wording("sv")
    labels = {name: {"sv": text, "en": text} for name, text in (written or {}).items()}
    decision = reading.decision
    assert decision is not None
    stated = type(decision).model_validate({**decision.model_dump(), "written": labels}).written
    return sources_of(reading, words, area_parts(reading.areas, words), Kept(), stated).standing.readiness


WRITTEN = {"summary": "Sammanfattningen.", "opinion": "Förvaltningen bedömer att ..."}


def signed(reading: BasisReading, basis: str) -> BasisReading:
    assert reading.decision is not None
    signature = Signature(role="Stadsdirektör", day=date(2027, 1, 29), basis=basis)
    return replace(reading, decision=reading.decision.model_copy(update={"signatures": (signature,)}))


# --- form ----------------------------------------------------------------------------------------------


def test_the_report_has_the_sections_of_a_swedish_board_paper_in_order(
    made: dict[str, tuple[MadeDocument, ...]],
) -> None:
    assert [one.heading for one in report_of(made["sv"]).sections] == [
        "Förslag till beslut",
        "Sammanfattning",
        "Ärendet",
        "Ärendets beredning",
        "Förvaltningens synpunkter",
        "Konsekvenser",
        "Bilagor",
    ]
    consequences = report_of(made["sv"]).sections[5]
    assert [one.heading for one in consequences.sections] == [
        "Ekonomi",
        "Jämställdhet",
        "Barn (barnrättsprövning)",
        "Tillgänglighet och funktionshinder",
        "Miljö",
        "Personal",
        "Informationssäkerhet",
    ]


def test_the_head_names_functions_and_no_person(made: dict[str, tuple[MadeDocument, ...]]) -> None:
    head = dict(report_of(made["sv"]).letterhead)
    assert head["Dnr"] == "KS 2026/0417"
    assert head["Handläggare"] == "Avtalsförvaltare, it-avdelningen"
    assert head["Till"] == "Kommunstyrelsen"


def test_both_languages_say_the_same_in_the_same_places(made: dict[str, tuple[MadeDocument, ...]]) -> None:
    swedish, english = ([one.document for one in made[language]] for language in LANGUAGES)
    for one, other in zip(swedish, english, strict=True):
        assert [section.name for section in sections_of(one)] == [
            section.name for section in sections_of(other)
        ]
        assert len(notes_of(one).numbers) == len(notes_of(other).numbers)


# --- every figure leads to its evidence ----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_facts_and_tables_has_a_note(
    made: dict[str, tuple[MadeDocument, ...]], language: str
) -> None:
    untraced = [
        (one.name, section.name, run.text)
        for one in made[language]
        for section in sections_of(one.document)
        for block in section.blocks
        for run in measured_runs(block)
        if run.trace is None and is_figure(run.text) and not _is_month(run.text)
    ]
    assert untraced == []


def _is_month(text: str) -> bool:
    """A month that is named, as `maj 2024`, is the period of the figures in its sentence."""
    return re.fullmatch(r".*\w+ 20\d\d.*", text) is not None


def test_a_note_on_a_result_names_query_inputs_period_and_evaluation(
    made: dict[str, tuple[MadeDocument, ...]],
) -> None:
    traces = [one for one in notes_of(report_of(made["sv"])).numbers if one.origin is Origin.RESULT]
    assert traces
    for trace in traces:
        assert trace.query.startswith("supplierwatch ")
        assert re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]{12}-\d+", trace.inputs)
        assert trace.period == "2024-05"
        assert trace.evaluation is not None


def test_a_note_on_a_sealed_month_names_the_restatement_and_the_seal(
    decided: Decided, tmp_path: Path
) -> None:
    seal = Seal(2, "2024-05", 1, 1, 1_718_000_000, "Avtalsförvaltare", "rättad logg", "c" * 64, "", "d" * 64)
    sealed = replace(decided.reading, results=replace(decided.reading.results, seal=seal))
    notes = notes_of(report_of(make_documents(sealed, "sv", tmp_path))).numbers
    found = {(one.restatement, one.inputs) for one in notes if one.origin is Origin.RESULT}
    assert found == {(1, "c" * 64)}


def test_the_queries_of_notes_on_outcomes_are_commands_that_answer(
    decided: Decided, made: dict[str, tuple[MadeDocument, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    annex = made["sv"][1].document
    explained = [
        one.query for one in notes_of(annex).numbers if one.query.startswith("supplierwatch explain")
    ]
    assert len(explained) > 20
    for query in explained[:3]:
        key = query.removeprefix("supplierwatch explain ")
        assert main(["--watch", str(decided.watch.folder), "explain", key]) == 0
        assert capsys.readouterr().out


# --- measured facts and judgement never mix ------------------------------------------------------------


def test_judgement_is_left_empty_for_people(made: dict[str, tuple[MadeDocument, ...]]) -> None:
    places = list(report_of(made["sv"]).judgements())
    assert {"proposal", "summary", "matter", "opinion"} <= {one.name for one in places}
    assert all(one.written == () for one in places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_recommends_an_alternative(made: dict[str, tuple[MadeDocument, ...]], language: str) -> None:
    verdicts = re.compile(
        r"\b(rekommender\w+|bör (för|upp)\w+|förordas|recommend\w*|should be (prolonged|procured))",
        re.IGNORECASE,
    )
    for one in made[language]:
        places = {block.asks for block in one.document.every_block() if isinstance(block, Judgement)}
        told = "\n".join(line for line in text_of(one.document).splitlines() if line not in places)
        assert verdicts.findall(told) == [], one.name


def test_facts_stand_in_paragraphs_of_measurement_only(made: dict[str, tuple[MadeDocument, ...]]) -> None:
    for section in sections_of(report_of(made["sv"])):
        for block in section.blocks:
            if "Mätningen visar" in "".join(run.text for run in runs_of(block)):
                assert getattr(block, "manner", None) is Manner.MEASURED


# --- incomplete, unsigned, ready -----------------------------------------------------------------------


def test_complete_written_and_signed_it_is_ready(decided: Decided) -> None:
    reading = decided.reading
    assert standing_of_reading(reading) is Readiness.UNSIGNED
    assert standing_of_reading(signed(reading, reading.basis), WRITTEN) is Readiness.READY


def test_signed_under_other_figures_it_is_not_ready(decided: Decided) -> None:
    assert standing_of_reading(signed(decided.reading, "000000000000"), WRITTEN) is Readiness.UNSIGNED


def without(reading: BasisReading, part: NeededPart) -> BasisReading:
    """The same basis, where the file of a needed part was removed."""
    if part is NeededPart.NEEDS:
        return replace(reading, areas=replace(reading.areas, needs=None))
    if part is NeededPart.COST:
        return replace(reading, areas=replace(reading.areas, alternatives=None))
    assert reading.decision is not None
    return replace(reading, decision=reading.decision.model_copy(update={"risks": ()}))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (NeededPart.COST, "Saknar kostnadsanalys."),
        (NeededPart.NEEDS, "Saknar behovsanalys."),
        (NeededPart.RISKS, "Saknar riskanalys."),
    ],
)
def test_removing_cost_needs_or_risks_blocks_the_ready_stamp_and_is_named(
    decided: Decided, tmp_path: Path, part: NeededPart, said: str
) -> None:
    reading = without(decided.reading, part)
    assert standing_of_reading(signed(reading, reading.basis), WRITTEN) is Readiness.INCOMPLETE
    stamps = report_of(make_documents(reading, "sv", tmp_path)).stamps
    assert stamps[0].manner is Manner.INCOMPLETE
    assert stamps[0].runs[0].text == said


def test_without_any_file_every_lack_is_named_and_the_measured_part_stands(
    decided: Decided, tmp_path: Path
) -> None:
    reading = replace(decided.reading, decision=None, areas=AreaFindings())
    [report, annex] = make_documents(reading, "sv", tmp_path)
    assert report.document.stamps[0].runs[0].text == "Saknar kostnadsanalys, behovsanalys och riskanalys."
    assert "Saknas: filen needs.yaml finns inte." in text_of(annex.document)
    assert "Mätningen visar att" in text_of(report.document)


# --- public and kept apart -----------------------------------------------------------------------------


def test_costs_and_risks_stand_in_a_file_of_their_own_with_the_ground(
    made: dict[str, tuple[MadeDocument, ...]],
) -> None:
    apart = made["sv"][-1].document
    assert apart.edition is Edition.CONFIDENTIAL
    assert "19 kap. 3 § offentlighets- och sekretesslagen" in apart.subtitle
    names = {section.name for section in sections_of(apart)}
    assert "annex-risks" in names
    assert any(name.startswith(("cost", "annex-cost")) for name in names)


def test_no_risk_and_no_confidential_section_is_in_a_public_document(
    decided: Decided, made: dict[str, tuple[MadeDocument, ...]]
) -> None:
    assert decided.reading.decision is not None
    for one in made["sv"][:-1]:
        assert one.document.edition is Edition.PUBLIC
        assert not any(section.is_confidential for section in sections_of(one.document))
        assert not any(risk.what.sv in text_of(one.document) for risk in decided.reading.decision.risks)


def test_where_the_decision_keeps_cost_apart_no_other_file_opens_it(decided: Decided) -> None:
    reading = replace(decided.reading, areas=opened(decided.reading.areas))
    kept = keep_cost_apart(reading.areas, reading.decision)
    assert kept.alternatives is not None
    assert kept.alternatives.costs is not None
    assert kept.alternatives.costs.terms.is_confidential


def opened(areas: AreaFindings) -> AreaFindings:
    """The areas with a file of alternatives that says its amounts are open."""
    found = areas.alternatives
    assert found is not None
    assert found.costs is not None
    terms = found.costs.terms.model_copy(update={"is_confidential": False})
    return replace(areas, alternatives=replace(found, costs=replace(found.costs, terms=terms)))


def test_a_body_with_a_day_to_come_is_told_as_to_be_heard(
    made: dict[str, tuple[MadeDocument, ...]], decided: Decided
) -> None:
    assert decided.reading.today < date(2026, 12, 8)
    assert "Pensionärsrådet: ska höras 2026-12-10" in text_of(report_of(made["sv"]))


def test_no_small_segment_is_the_whole_less_the_others(
    decided: Decided, made: dict[str, tuple[MadeDocument, ...]]
) -> None:
    context = context_of(decided.reading.results, wording("sv"))
    hidden = hidden_segments(context)
    assert hidden
    alone = [
        whole.indicator
        for whole in context.whole_outcomes()
        if sum((one.indicator, one.scope) in hidden for one in segment_parts(context, whole)) == 1
        and len(segment_parts(context, whole)) > 1
    ]
    assert alone == []
    [rows] = [one.rows for one in made["sv"][1].document.tables() if one.name == "annex-segments"]
    assert any(row[3].text == row[4].text == "för få" for row in rows)


def test_what_became_of_credits_is_told_with_what_lapsed_and_adds_up(decided: Decided) -> None:
    ledger = decided.reading.follow_up.ledger
    assert ledger is not None
    words = wording("sv")
    sources = sources_of(decided.reading, words, area_parts(decided.reading.areas, words), Kept(), {})
    [sentence] = credit_sentences(Telling(sources, words))
    figures = [run for run in sentence if run.trace is not None]
    assert {run.trace.query for run in figures if run.trace} == {"supplierwatch ledger"}
    total = ledger.total
    parts = (total.claimed, total.credited, total.disputed, total.waived, total.lapsed, total.open)
    assert [run.text for run in figures] == [words.money(one, "SEK") for one in (total.calculated, *parts)]
    assert total.calculated == total.claimed + total.waived + total.lapsed + total.open


def write_opinion(path: Path, text: str) -> None:
    """Type `text` into the place of the opinion, as somebody does in Word."""
    run = f'<w:r xmlns:w="{WORD}"><w:t>{text}</w:t></w:r>'
    path.write_bytes(typed(path.read_bytes(), "opinion", run))


# --- what people wrote is kept -------------------------------------------------------------------------


def test_what_people_write_in_the_docx_stands_in_every_form_when_made_again(
    decided: Decided, tmp_path: Path
) -> None:
    [report, *_] = make_documents(decided.reading, "sv", tmp_path)
    [path] = save_documents([report], [DocumentForm.DOCX], tmp_path)
    write_opinion(path, "Skolorna behöver en egen lösning.")

    [again, *_] = make_documents(decided.reading, "sv", tmp_path)
    [place] = [one for one in again.document.judgements() if one.name == "opinion"]
    assert place.written == ("Skolorna behöver en egen lösning.",)
    content = render_made(again, DocumentForm.DOCX)
    assert read_judgements(content)["opinion"].texts == ("Skolorna behöver en egen lösning.",)
    assert "Skolorna behöver en egen lösning." in render_made(again, DocumentForm.HTML).decode()


def test_figures_that_moved_since_the_text_was_written_are_listed(decided: Decided, tmp_path: Path) -> None:
    [report, *_] = make_documents(decided.reading, "sv", tmp_path)
    [path] = save_documents([report], [DocumentForm.DOCX], tmp_path)
    write_opinion(path, "Betyget är lågt.")
    beside = tmp_path / f"{report.name}.figures.json"
    known = json.loads(beside.read_text(encoding="utf-8"))
    [key] = [
        one for one in known["figures"] if one.startswith("Sammanfattning / supplierwatch explain …/score")
    ]
    now = known["figures"][key]
    known["figures"][key] = "41,0"
    beside.write_text(json.dumps(known), encoding="utf-8")

    [again, *_] = make_documents(decided.reading, "sv", tmp_path)
    [section] = [one for one in again.document.sections if one.name == "changed-figures"]
    rows = [[cell.text for cell in row] for row in getattr(section.blocks[1], "rows")]  # noqa: B009 - of a union
    assert rows == [[key, "41,0", now]]


def test_figures_stay_listed_until_the_text_is_written_anew(decided: Decided, tmp_path: Path) -> None:
    [report, *_] = make_documents(decided.reading, "sv", tmp_path)
    [path] = save_documents([report], [DocumentForm.DOCX], tmp_path)
    write_opinion(path, "Betyget är lågt.")
    beside = tmp_path / f"{report.name}.figures.json"
    known = json.loads(beside.read_text(encoding="utf-8"))
    key = next(iter(known["figures"]))
    known["figures"][key] = "annat"
    beside.write_text(json.dumps(known), encoding="utf-8")

    def listed() -> bool:
        [made, *_] = make_documents(decided.reading, "sv", tmp_path)
        save_documents([made], [DocumentForm.DOCX], tmp_path)
        return any(one.name == "changed-figures" for one in made.document.sections)

    assert [listed(), listed()] == [True, True]
    write_opinion(path, "Betyget är nu högre.")
    assert listed() is False


# --- the same again ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [DocumentForm.DOCX, DocumentForm.PDF, DocumentForm.HTML, DocumentForm.JSON])
def test_the_same_basis_gives_the_same_bytes(
    made: dict[str, tuple[MadeDocument, ...]], form: DocumentForm
) -> None:
    report = made["sv"][0]
    assert render_made(report, form) == render_made(report, form)


def test_the_command_writes_every_document_and_says_how_it_stands(
    decided: Decided, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["decide", "--period", "2024-05", "--language", "en", "--output", str(tmp_path)]
    assert main(["--watch", str(decided.watch.folder), *arguments, "--format", "json"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "decision-2024-05-en.json",
        "decision-annex-2024-05-en.json",
        "decision-annex-tender-2024-05-en.json",
        "decision-annex-confidential-2024-05-en.json",
    }
    assert "Draft: not signed for these figures." in capsys.readouterr().out


def test_the_public_edition_leaves_out_what_is_kept_apart(decided: Decided, tmp_path: Path) -> None:
    arguments = ["decide", "--period", "2024-05", "--output", str(tmp_path), "--edition", "public"]
    assert main(["--watch", str(decided.watch.folder), *arguments, "--format", "html"]) == 0
    assert not [path for path in tmp_path.iterdir() if "confidential" in path.name]
