"""The annex of the officer's report: seventeen parts (domain.md 2.2), public ones and those kept apart."""

from collections.abc import Iterator
from dataclasses import replace

from dashboards.deciding.basis.annex_contract import answer, contract_card, data_quality
from dashboards.deciding.basis.annex_follow_up import follow_up_section
from dashboards.deciding.basis.annex_incidents import major_incidents
from dashboards.deciding.basis.annex_levels import requirement_fulfilment, segments
from dashboards.deciding.basis.annex_method import method, supplier_comments
from dashboards.deciding.basis.annex_money import credits_section, economy
from dashboards.deciding.basis.annex_risks import risk_analysis
from dashboards.deciding.basis.annex_sensitivity import sensitivity
from dashboards.deciding.basis.annex_users import changes, users
from dashboards.deciding.basis.changed import changed_section
from dashboards.deciding.basis.letterhead import letterhead
from dashboards.deciding.basis.sources import Area, AreaPart, BasisSources
from dashboards.deciding.basis.stamps import assumed_text, stamps
from dashboards.deciding.basis.telling import Telling
from dashboards.deciding.basis.written_figures import with_file_notes
from dashboards.document.model import Document, Edition, Section, public_edition
from dashboards.wording.words import Wording, marked
from evaluator.decisions.decision import ConfidentialPart

_HEADINGS = {
    Area.NEEDS: marked("Needs"),
    Area.CONSULTATION: marked("Consultation replies"),
    Area.ALTERNATIVES: marked("Alternatives"),
    Area.COST: marked("Costs"),
    Area.TIME_PLAN: marked("Time plan"),
    Area.HANDOVER: marked("Handover"),
}
_OPTIONAL = (Area.HANDOVER, Area.CONSULTATION)


def build_public_annex(sources: BasisSources, words: Wording) -> Document:
    """Return annex 1, the evaluation, without what is kept apart."""
    telling = Telling(sources, words)
    whole = _document(telling, words.text("Evaluation on measured figures"), _all_parts(telling))
    return public_edition(whole)


def build_tender_annex(sources: BasisSources, words: Wording) -> Document | None:
    """Return the annex on the next contract; None where the watch has no tender.yaml."""
    telling, part = Telling(sources, words), sources.areas.get(Area.TENDER)
    if part is None or not part.is_there:
        return None
    return public_edition(
        _document(telling, words.text("Basis for the next contract"), _noted(telling, part))
    )


def build_confidential_annex(sources: BasisSources, words: Wording) -> Document | None:
    """Return the annex with what is kept apart, and on which ground; None where nothing is."""
    telling = Telling(sources, words)
    parts = tuple(_confidential(_all_parts(telling)))
    if not parts:
        return None
    grounds = _grounds(telling)
    document = _document(telling, words.text("Economic analysis and risk analysis"), parts)
    return replace(document, edition=Edition.CONFIDENTIAL, subtitle=grounds)


def _grounds(telling: Telling) -> str:
    decision = telling.sources.decision
    found = () if decision is None else tuple(dict.fromkeys(one.ground for one in decision.confidential))
    if not found:
        return ""
    return telling.words.text("Kept apart under {grounds}", grounds=telling.words.listing(found))


def _document(telling: Telling, title: str, sections: tuple[Section, ...]) -> Document:
    sources, words, decision = telling.sources, telling.words, telling.sources.decision
    return Document(
        language=words.language,
        kind=words.text("ANNEX"),
        title=title,
        letterhead=letterhead(
            telling,
            sources.results.contract.contract.reference if decision is None else decision.reference,
            None,
            None,
        ),
        stamps=stamps(telling),
        sections=sections,
        created=sources.today.isoformat(),
        footer=assumed_text(telling),
    )


def _all_parts(telling: Telling) -> tuple[Section, ...]:
    return tuple(one for one in _parts(telling) if one is not None)


def _parts(telling: Telling) -> Iterator[Section | None]:
    yield contract_card(telling)
    yield answer(telling)
    yield data_quality(telling)
    yield requirement_fulfilment(telling)
    yield segments(telling)
    yield major_incidents(telling)
    yield credits_section(telling)
    yield users(telling)
    yield from _area(telling, Area.NEEDS)
    yield from _area(telling, Area.CONSULTATION)
    yield economy(telling)
    yield from _area(telling, Area.COST)
    yield changes(telling)
    yield follow_up_section(telling)
    yield from _area(telling, Area.ALTERNATIVES)
    yield from _area(telling, Area.TIME_PLAN)
    yield risk_analysis(telling)
    yield sensitivity(telling)
    yield supplier_comments(telling)
    yield from _area(telling, Area.HANDOVER)
    yield method(telling)
    yield from changed_section(telling)


def _area(telling: Telling, area: Area) -> Iterator[Section]:
    """The sections of an area under one heading, or that its file is missing."""
    words, part = telling.words, telling.sources.areas.get(area)
    name, heading = f"annex-{area.value.replace('_', '-')}", words.text(_HEADINGS[area])
    if part is None or not part.is_there:
        if area in _OPTIONAL:
            return
        file = f"{area.value}.yaml" if part is None else part.file
        text = words.text("Missing: the watch has no {file}.", file=file)
        yield Section(name, heading, (telling.lacking(text),))
        return
    lacking = tuple(telling.lacking(one) for one in part.missing)
    is_apart = _is_kept_apart(telling, area)
    sections = _noted(telling, part)
    if len(sections) == 1:
        [only] = sections
        blocks, is_apart = (*lacking, *only.blocks), is_apart or only.is_confidential
        yield replace(only, blocks=blocks, is_confidential=is_apart)
        return
    yield Section(name, heading, lacking, sections, is_confidential=is_apart)


def _noted(telling: Telling, part: AreaPart) -> tuple[Section, ...]:
    content_hash = telling.sources.hashes.get(part.file, "")
    return tuple(with_file_notes(one, part.file, content_hash) for one in part.sections)


def _is_kept_apart(telling: Telling, area: Area) -> bool:
    decision = telling.sources.decision
    if area is not Area.COST or decision is None:
        return False
    return decision.ground_of(ConfidentialPart.COST) is not None


def _confidential(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The outermost confidential sections, open ones around them left out."""
    for section in sections:
        if section.is_confidential:
            yield section
        else:
            yield from _confidential(section.sections)
