"""The log of VINST as a complete example of a decision basis, honest about what is assumed."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboards.document.forms import DocumentForm
from dashboards.document.model import Document, Manner, notes_of
from supplierwatch.deciding.decision_basis import BasisReading, MadeDocument, make_documents, read_basis
from supplierwatch.deciding.saving import save_documents
from tests.dashboards.document.programs import pdf_text
from tests.real_data.recorded_watches import collect_and_evaluate, copy_watch, instant, store_of
from tests.supplierwatch.deciding.decided_demo import text_of

COLLECTED = instant("2012-07-09T06:00:00+02:00")
SAID = "Exempel: målnivåer, ärende, risker och kostnader är antaganden"


@dataclass(frozen=True)
class Example:
    """What the basis is told from, and its documents in Swedish."""

    reading: BasisReading
    made: tuple[MadeDocument, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """The officer's report and its annex."""
        return tuple(one.document for one in self.made)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The log collected with a clock of the summer after it."""
    folder = tmp_path_factory.mktemp("volvo")
    watch = copy_watch("volvo-it", "data/volvo-it-vinst", "logs", folder)
    _, results = collect_and_evaluate(watch, "2012-06", COLLECTED)
    with store_of(watch) as database:
        reading = read_basis(watch, database, results, COLLECTED)
    return Example(reading, make_documents(reading, "sv", folder))


def test_nothing_is_missing_and_nobody_signed(example: Example) -> None:
    assert not [one for one in example.documents[0].stamps if one.manner is Manner.INCOMPLETE]
    assert example.documents[0].stamps[0].manner is Manner.ASSUMED


def test_every_place_of_judgement_is_empty(example: Example) -> None:
    places = [place for one in example.documents for place in one.judgements()]
    assert len(places) > 10
    assert all(place.written == () for place in places)


def test_the_measured_figures_are_those_of_the_log(example: Example) -> None:
    """2,495 incidents that waited for a user, 261 of high impact and 1,487 + 819 problems."""
    told = text_of(example.documents[1])
    for figure in ("2 495", "261", "2 306"):
        assert figure.replace(" ", "\N{NO-BREAK SPACE}") in told or figure in told


def test_every_figure_has_its_note(example: Example) -> None:
    assert len(notes_of(example.documents[1]).numbers) > 30


def test_every_page_says_what_is_assumed(example: Example, tmp_path: Path) -> None:
    paths = save_documents(example.made, [DocumentForm.PDF], tmp_path)
    for path in paths:
        pages = pdf_text(path, "-layout").rstrip("\f").split("\f")
        assert len(pages) > 2
        assert all(SAID in page for page in pages)


def test_it_is_no_ready_basis(example: Example) -> None:
    assert example.reading.decision is not None
    assert example.reading.decision.signatures == ()
    assert not [one for one in example.documents[0].stamps if "Klart" in one.runs[0].text]
