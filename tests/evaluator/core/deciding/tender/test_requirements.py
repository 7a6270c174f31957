"""A requirement that nobody can check is refused, and why."""

from typing import Any

from evaluator.core.deciding.tender.requirements import Refusal, SourcedRequirement, sort_requirements
from evaluator.decisions.needs import Requirement

HOW = {"sv": "Stickprov", "en": "Samples"}


def sourced(name: str, check: dict[str, Any] | None = None) -> SourcedRequirement:
    content = {"id": name, "text": {"sv": "krav", "en": "requirement"}, "level": "shall"}
    found = Requirement.model_validate(content if check is None else content | {"check": check})
    return SourcedRequirement("tender.yaml", found)


def test_a_requirement_checked_by_an_indicator_of_the_next_contract_is_kept() -> None:
    one = sourced("R1", {"method": "indicator", "indicators": ["K05"]})
    assert sort_requirements([one], {"K05"}).kept == (one,)


def test_a_requirement_without_a_check_is_refused() -> None:
    [refused] = sort_requirements([sourced("R1")], {"K05"}).refused
    assert refused.refusal is Refusal.NO_CHECK


def test_an_indicator_that_the_next_contract_lacks_checks_nothing() -> None:
    one = sourced("R1", {"method": "indicator", "indicators": ["K05", "K99"]})
    [refused] = sort_requirements([one], {"K05"}).refused
    assert (refused.refusal, refused.unknown) == (Refusal.UNKNOWN_INDICATOR, ("K99",))


def test_a_test_of_which_nobody_said_what_is_looked_at_is_refused() -> None:
    bare, told = sourced("R1", {"method": "test"}), sourced("R2", {"method": "test", "how": HOW})
    found = sort_requirements([bare, told], ())
    assert found.kept == (told,)
    assert [(one.source, one.refusal) for one in found.refused] == [(bare, Refusal.NOT_TOLD_HOW)]
