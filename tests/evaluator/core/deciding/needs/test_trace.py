"""The trace need, requirement, indicator, data source, and its gaps in either direction (N13)."""

from dataclasses import replace

from evaluator.core.deciding.needs.assessment import assess
from evaluator.core.deciding.needs.trace import (
    Gap,
    GapKind,
    Known,
    SourceBasis,
    Standing,
    Unverified,
    WhyUnverified,
    find_gaps,
    find_unverified,
    indicators_of,
    sources_of,
)
from evaluator.decisions.needs import Level, NeedsFile
from tests.evaluator.core.deciding.needs.registers import (
    TODAY,
    basis,
    checked_by,
    known,
    label,
    need,
    register,
    requirement,
    voice,
)

COVERED = register([need("N1")], [requirement("R1", needs=["N1"], check=checked_by("K05"))])
TICKETS = SourceBasis("tickets", "tickets", is_for_measuring=True)


def gaps(file: NeedsFile, there: Known | None = None) -> list[Gap]:
    return list(find_gaps(file, frozenset(), known() if there is None else there))


def test_where_each_need_has_a_requirement_and_each_requirement_a_measure_nothing_is_uncovered() -> None:
    assert gaps(COVERED, known(basis("K05"), sources=(TICKETS,))) == []


def test_a_need_with_neither_requirement_nor_reason_is_a_gap() -> None:
    assert gaps(register([need("N1")])) == [Gap(GapKind.NEED_WITHOUT_REQUIREMENT, "N1")]


def test_a_need_with_a_stated_reason_needs_no_requirement() -> None:
    assert gaps(register([need("N1", without_requirement=label("for the employer"))])) == []


def test_a_requirement_that_no_need_asks_for_is_a_gap_unless_a_reason_is_stated() -> None:
    test = {"method": "test"}
    bare = requirement("R1", check=test)
    reasoned = requirement("R2", check=test, without_need=label("law"))
    assert gaps(register([], [bare, reasoned])) == [Gap(GapKind.REQUIREMENT_WITHOUT_NEED, "R1")]


def test_every_shall_has_a_check_and_a_should_may_lack_one() -> None:
    needs = [need("N1")]
    requirements = [requirement("R1", needs=["N1"]), requirement("R2", needs=["N1"], level="should")]
    assert gaps(register(needs, requirements)) == [Gap(GapKind.SHALL_WITHOUT_CHECK, "R1")]


def test_a_check_by_an_indicator_that_no_contract_defines_is_a_gap_of_the_requirement() -> None:
    assert gaps(COVERED) == [Gap(GapKind.INDICATOR_UNKNOWN, "K05", "R1")]


def test_an_indicator_of_the_draft_is_defined() -> None:
    there = known(drafted=frozenset({"K05"}))
    assert (gaps(COVERED, there), there.standing("K05")) == ([], Standing.DRAFT)


def test_an_indicator_that_no_source_feeds_is_a_gap() -> None:
    assert gaps(COVERED, known(basis("K05", is_fed=False))) == [Gap(GapKind.INDICATOR_WITHOUT_SOURCE, "K05")]


def test_an_indicator_that_was_never_measured_is_a_gap() -> None:
    never = replace(basis("K05"), measured=0)
    assert gaps(COVERED, known(never)) == [Gap(GapKind.INDICATOR_NEVER_MEASURED, "K05")]


def test_before_anything_was_evaluated_nobody_says_that_an_indicator_was_never_measured() -> None:
    unknown = replace(basis("K05"), measured=None, months=None)
    assert gaps(COVERED, known(unknown)) == []
    assert find_unverified(COVERED, known(unknown)) == ()


def test_an_indicator_that_answers_nothing_is_a_gap() -> None:
    there = known(basis("K05"), basis("K06"))
    assert gaps(COVERED, there) == [Gap(GapKind.INDICATOR_ANSWERS_NOTHING, "K06")]


def test_an_indicator_that_a_need_names_itself_answers_something() -> None:
    file = register([need("N1", indicators=["K06"], without_requirement=label("measured already"))])
    assert gaps(file, known(basis("K06"))) == []
    assert indicators_of(file.needs[0], file) == ("K06",)


def test_a_source_that_feeds_no_indicator_is_a_gap_and_a_statement_to_compare_with_is_none() -> None:
    phone = SourceBasis("phone", "measurements", is_for_measuring=True)
    stated = SourceBasis("statements", "what the supplier states", is_for_measuring=False)
    there = known(basis("K05"), sources=(TICKETS, phone, stated))
    assert gaps(COVERED, there) == [Gap(GapKind.SOURCE_FEEDS_NOTHING, "phone")]


def test_a_segment_in_which_nobody_was_heard_is_a_gap() -> None:
    file = register([need("N1", voice("heads", 4, unit="S1"), without_requirement=label("none"))])
    there = known(segments=("schools", "companies"))
    found = assess(file, there, {"S1": "schools"}, 5, TODAY)
    assert found.gaps == (Gap(GapKind.SEGMENT_UNHEARD, "companies"),)
    assert found.missing == found.gaps


def test_only_what_the_analysis_itself_lacks_leaves_it_incomplete() -> None:
    file = register([need("N1")], [requirement("R1", needs=["N1"], check=checked_by("K05"))])
    found = assess(file, known(basis("K05"), basis("K06")), {}, 5, TODAY)
    assert found.gaps == (Gap(GapKind.INDICATOR_ANSWERS_NOTHING, "K06"),)
    assert found.missing == ()


def test_unverified_requirements_are_listed_with_why_and_those_a_tender_must_meet_first() -> None:
    requirements = [
        requirement("R1", level="should"),
        requirement("R2", check=checked_by("K1", "K2")),
        requirement("R3", check=checked_by("K3")),
        requirement("R4", check=checked_by("K4")),
        requirement("R5", check=checked_by("K5")),
        requirement("R6", check={"method": "certificate"}),
    ]
    there = known(
        basis("K1"),
        basis("K3", is_fed=False),
        replace(basis("K4"), measured=0),
        drafted=frozenset({"K5"}),
    )
    shall, should = Level.SHALL, Level.SHOULD
    assert find_unverified(register([], requirements), there) == (
        Unverified("R2", shall, WhyUnverified.INDICATOR_UNKNOWN, "K2"),
        Unverified("R3", shall, WhyUnverified.NO_SOURCE, "K3"),
        Unverified("R4", shall, WhyUnverified.NEVER_MEASURED, "K4"),
        Unverified("R5", shall, WhyUnverified.INDICATOR_DRAFTED, "K5"),
        Unverified("R1", should, WhyUnverified.NO_CHECK),
    )


def test_a_need_leads_over_its_requirements_and_their_indicators_to_its_sources() -> None:
    file = register(
        [need("N1", indicators=["K07"])],
        [
            requirement("R1", needs=["N1"], check=checked_by("K05", "K06")),
            requirement("R2", needs=["N1"], check={"method": "inspection"}),
        ],
    )
    there = known(basis("K05"), basis("K06", ("phone", "tickets")), basis("K07", ("survey",)))
    [found] = assess(file, there, {}, 5, TODAY).needs
    assert [one.id for one in found.requirements] == ["R1", "R2"]
    assert found.indicators == ("K05", "K06", "K07")
    assert found.sources == ("tickets", "phone", "survey")
    assert sources_of(["K99"], there) == ()
