"""Making a unit's own reply to the consultation."""

from pathlib import Path

from collector.errors import NothingFound
from dashboards.deciding.basis.reply import Replying, build_reply
from dashboards.document.model import Section
from dashboards.wording import wording
from dashboards.wording.words import Wording
from evaluator.contract.services import Unit
from supplierwatch.deciding.areas import AreaFindings, area_parts
from supplierwatch.deciding.decision_basis import BasisReading, MadeDocument, sources_of, with_changes
from supplierwatch.deciding.kept_writing import read_kept


def make_reply(reading: BasisReading, unit: str, language: str, folder: Path) -> MadeDocument:
    """Return the reply of `unit` in `language`, with what people wrote in `folder`.

    Raises NothingFound where the contract of the period has no such unit.
    """
    words = wording(language)
    found = _unit(reading, unit)
    name = f"reply-{unit}-{reading.results.period.name}-{language}"
    matter = None if reading.decision is None else reading.decision.reply_of(unit)
    kept = read_kept(folder, name)
    stated = {} if matter is None else matter.written
    sources = sources_of(reading, words, area_parts(reading.areas, words), kept, stated)
    replying = Replying(found, matter, _needs(reading.areas, found, words))

    document = with_changes(lambda now: build_reply(now, replying, words), sources, kept)
    if document is None:
        raise TypeError("a reply is always a document")
    return MadeDocument(name, document, kept)


def _unit(reading: BasisReading, name: str) -> Unit:
    units = {one.id: one for one in reading.results.contract.units}
    if name not in units:
        known = ", ".join(f"{one.id} ({one.label})" for one in units.values()) or "none"
        raise NothingFound(f"the contract has no unit {name!r}; its units are {known}")
    return units[name]


def _needs(areas: AreaFindings, unit: Unit, words: Wording) -> tuple[Section, ...]:
    """What the unit asked for, and what became of it."""
    if areas.needs is None:
        return ()
    from dashboards.deciding.needs import build_unit_needs_sections  # noqa: PLC0415 - only with needs.yaml

    return build_unit_needs_sections(areas.needs, unit.id, words)
