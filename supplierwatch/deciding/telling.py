"""How a decision basis stands, in the terminal."""

from collections.abc import Iterator

from dashboards.deciding.basis.stamps import stamps
from dashboards.deciding.basis.telling import Telling
from dashboards.wording.words import Wording
from supplierwatch.deciding.areas import area_parts
from supplierwatch.deciding.decision_basis import BasisReading, sources_of
from supplierwatch.deciding.kept_writing import Kept


def standing_lines(reading: BasisReading, words: Wording, kept: Kept | None = None) -> Iterator[str]:
    """Yield what stands on the first page of the officer's report, and the hash that a signature names."""
    stated = {} if reading.decision is None else reading.decision.written
    parts = area_parts(reading.areas, words)
    sources = sources_of(reading, words, parts, kept or Kept(), stated)
    for stamp in stamps(Telling(sources, words)):
        yield "".join(run.text for run in stamp.runs)
    yield words.text("Hash of the basis: {basis}", basis=reading.basis)
