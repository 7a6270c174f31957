"""The annex to tender documents from a small watch: what it states, refuses and drafts (N14)."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from collector.errors import Problem, Severity
from dashboards.deciding.tender import build_tender_document
from dashboards.document.model import Manner, Paragraph
from dashboards.wording import wording
from supplierwatch.__main__ import main
from supplierwatch.collecting import opened_store
from supplierwatch.deciding.tender import assess_tender
from supplierwatch.evaluating import read_watch_results
from supplierwatch.periods_asked import find_period
from supplierwatch.watch import load_watch
from tests.supplierwatch.deciding.tender_watch import write_tender_watch
from tests.supplierwatch.watches import problems_of, replace_text

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tender_watch(tmp_path_factory.mktemp("tender") / "watch")


@pytest.fixture
def copied(watched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(watched, tmp_path / "watch"))


def tender(folder: Path, *more: str) -> int:
    return main(["--quiet", "--watch", str(folder), "tender", "--period", "2026-10", *more])


@pytest.fixture(scope="module")
def annex(watched: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """All words of the annex of four months in Swedish, held against history too."""
    path = tmp_path_factory.mktemp("annex") / "annex.html"
    options = ("--months", "4", "--language", "sv", "--format", "html", "--back-test", "--output", str(path))
    assert tender(watched, *options) == 0
    return words_of(path.read_text(encoding="utf-8"))


def words_of(page: str) -> str:
    without_notes = re.sub(r"<sup.*?</sup>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_notes)).replace(NBSP, " ")


def test_volumes_are_counted_over_the_months(annex: str) -> None:
    # 23 weekdays of July with 2, 21 of August with 4, 22 of September and of October with 2.
    assert "218 ärenden kom in under 4 månader" in annex.replace("  ", " ")


def test_the_august_peak_is_found_and_stated_above_an_ordinary_month(annex: str) -> None:
    # 4 tickets a working day against a median of 2.
    assert (
        "En topp är augusti: 100 % fler ärenden per arbetsdag än en vanlig månad, sett under endast ett år"
        in annex
    )


def test_the_watched_school_start_is_measured(annex: str) -> None:
    assert "Skolstart: 2,00 gånger så många ärenden per arbetsdag som en vanlig månad" in annex


def test_reached_levels_say_in_how_many_months(annex: str) -> None:
    # October: 11 of 44 late, 75 %; the other months 100 %. 75 % is no level of the usual ones.
    assert "3 av 4" in annex


def test_a_requirement_nobody_can_check_is_refused_and_listed(annex: str) -> None:
    assert "1 krav kan inte kontrolleras och tas inte upp:" in annex
    refused = annex[annex.index("Krav som inte tas upp") :]
    assert "Leverantören är proaktiv" in refused
    assert "Incidenter avhjälps i tid" not in refused[: refused.index("tender.yaml")]


def test_the_draft_is_held_against_history_with_and_without_exclusions(annex: str) -> None:
    # A limit of half an hour is met by none: 0 of 4 months instead of 3.
    assert "Prövning mot historiken 2026-07 till 2026-10: efter överenskomna undantag" in annex
    assert "Prövning mot historiken 2026-07 till 2026-10: enligt mätningen" in annex
    assert "uppnåtts 0 gånger av 4" in annex


def test_an_option_without_a_notice_date_is_marked(annex: str) -> None:
    assert "Option 1: sista dag för att påkalla optionen är inte angiven" in annex


def test_what_nobody_knows_is_said_and_not_zero(annex: str) -> None:
    assert "Skrivare Alla Ej angivet Ej angivet" in annex


def test_months_that_were_never_evaluated_are_named_and_in_no_sum(watched: Path, tmp_path: Path) -> None:
    path = tmp_path / "annex.html"
    assert (
        tender(watched, "--months", "6", "--language", "en", "--format", "html", "--output", str(path)) == 0
    )
    page = words_of(path.read_text(encoding="utf-8"))
    assert "Months without results, which are in no sum: 2026-05, 2026-06." in page
    assert "218 tickets opened in 4 months" in page


def test_every_measured_figure_has_a_note(watched: Path) -> None:
    watch = load_watch(watched)
    with opened_store(watch, {}) as database:
        results = read_watch_results(watch, database, find_period("2026-10", 0, watch.zone))
        found = assess_tender(watch, database, results, date(2026, 11, 9), 4, lambda _: None)
    document = build_tender_document(found, wording("sv"))
    told = [
        run
        for block in document.every_block()
        if isinstance(block, Paragraph) and block.manner is Manner.MEASURED
        for run in block.runs
    ]
    of_tables = [
        run
        for table in document.tables()
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if column.is_number
        for run in cell.runs
    ]
    figures = [run for run in told + of_tables if any(sign.isdigit() for sign in run.text)]
    assert len(figures) > 100
    # A limit is the contract's, and stands beside the figures held against it.
    assert {run.text for run in figures if run.trace is None} <= {f"30{NBSP}min", f"16{NBSP}tim"}


def test_the_same_input_gives_the_same_bytes(watched: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.json", "two.json")]
    for path in paths:
        assert tender(watched, "--months", "4", "--format", "json", "--output", str(path)) == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert json.loads(paths[0].read_text(encoding="utf-8"))


def test_the_draft_is_written_as_a_contract_that_check_accepts(
    watched: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tender(watched, "--contract", str(copied / "contract.yaml")) == 0
    (copied / "tender.yaml").unlink()
    text = (copied / "contract.yaml").read_text(encoding="utf-8")
    assert "Nothing in it is agreed" in text
    assert "reference: KS 2027/0000" in text
    capsys.readouterr()
    assert main(["--quiet", "--watch", str(copied), "check"]) == 0
    shown = capsys.readouterr().out
    assert "L10" in shown
    assert "notice_by" in shown


def test_a_watch_without_a_tender_file_tells_volumes_and_what_it_lacks(copied: Path) -> None:
    (copied / "tender.yaml").unlink()
    path = copied / "annex.html"
    assert tender(copied, "--months", "4", "--language", "sv", "--format", "html", "--output", str(path)) == 0
    page = words_of(path.read_text(encoding="utf-8"))
    assert "Filen tender.yaml saknas" in page
    assert "218 ärenden" in page
    assert "Nästa avtal är inte utformat" in page


def test_a_draft_asked_for_without_one_says_where_to_write_it(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "tender.yaml").unlink()
    assert tender(copied, "--contract", str(copied / "next.yaml")) == 4
    assert "write next_contract in tender.yaml" in capsys.readouterr().err


def error_of(folder: Path) -> Problem:
    [problem] = [one for one in problems_of(folder) if one.severity is Severity.ERROR]
    return problem


def test_an_unknown_indicator_is_told_with_its_line(copied: Path) -> None:
    replace_text(copied / "tender.yaml", "indicator: resolved-in-time, end", "indicator: K99, end")
    problem = error_of(copied)
    assert "no indicator 'K99'" in problem.found
    assert problem.allowed == "resolved-in-time"
    assert problem.line == 7


def test_a_replacement_that_leads_nowhere_is_told_with_its_line(copied: Path) -> None:
    replace_text(copied / "tender.yaml", "within.limits.P3.time", "within.limits.P9.time")
    problem = error_of(copied)
    assert "P9" in problem.found
    assert problem.path == "next_contract.replacements[#1].path"


def test_an_option_that_prolongs_nothing_is_refused(copied: Path) -> None:
    replace_text(copied / "tender.yaml", "prolongs_to: 2034-12-31", "prolongs_to: 2032-06-30")
    assert "option1 prolongs to 2032-06-30" in error_of(copied).found


def test_a_clause_of_an_option_that_is_not_there_is_refused(copied: Path) -> None:
    with (copied / "tender.yaml").open("a", encoding="utf-8") as file:
        file.write("option_clauses:\n  - {option: option9, text: null}\n")
    problem = error_of(copied)
    assert "no option 'option9'" in problem.found
    assert problem.allowed == "option1"


def test_a_segment_that_is_not_there_is_refused(copied: Path) -> None:
    replace_text(
        copied / "tender.yaml", "as_of: null, source: Saknas", "as_of: null, source: Saknas, segment: x"
    )
    assert "no segment 'x'" in error_of(copied).found


def test_a_gap_between_the_contracts_a_missing_check_and_notice_are_warned_of(copied: Path) -> None:
    # The present contract ends on 2027-12-31.
    replace_text(copied / "tender.yaml", "first_day: 2028-01-01", "first_day: 2028-03-01")
    told = [one.found for one in load_watch(copied).warnings if one.file.endswith("tender.yaml")]
    assert any("ends on 2027-12-31 and the next begins on 2028-03-01" in one for one in told)
    assert any("R2 is a shall and says no way to check it" in one for one in told)
    assert any("option1 does not state by when notice must be given" in one for one in told)


def test_a_next_contract_that_does_not_hold_is_refused(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(copied / "tender.yaml", 'value: "30 min"', 'value: "soon"')
    assert tender(copied, "--months", "4", "--format", "json") == 2
    assert "the next contract does not hold at indicators[resolved-in-time]" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "csv"])
def test_every_form_is_written(watched: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"annex.{form}"
    assert tender(watched, "--months", "4", "--format", form, "--output", str(path)) == 0
    assert path.stat().st_size > 1000
