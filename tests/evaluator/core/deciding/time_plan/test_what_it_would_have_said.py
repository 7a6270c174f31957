"""The public timeline of Stockholm's shared IT service: what the plan would have said, with usual times.

The council decided on 27 May 2013 to prolong to the end of 2016 and to analyse needs, then to use the last
option, to the end of 2018, or to procure anew. In fact workshops began in autumn 2013, the procurement was
advertised in August 2015, cancelled on 3 November 2015 and begun again, awarded in November 2016, signed
about December 2017 after two courts, and the last schools moved after October 2019. The usual times rest in
part on that very course: this tells how the plan reads, not how well it foresees.
"""

from fractions import Fraction

from evaluator.core.deciding.time_plan.findings import Feasibility, PathTime
from tests.evaluator.core.deciding.time_plan.plans import appeal_terms, ask, contract

LAST_OPTION: dict[str, object] = {"id": "option2", "prolongs_to": "2018-12-31"}
SHARED_IT_SERVICE = contract("2016-12-31", LAST_OPTION)
CERTAIN_APPEAL = {"appeal": appeal_terms(probability="100 %")}
ANALYSED = {"needs": "2014-06-30"}
DECIDED = {**ANALYSED, "politics": "2014-12-31"}
ADVERTISED = {**DECIDED, "documents": "2015-08-15"}


def said_on(
    today: str, done: dict[str, str], start: str | None = None, *, appealed: bool = False
) -> tuple[PathTime, PathTime]:
    """Return what was said for the end of 2016 and for that of 2018."""
    content = {"done": done, "draws": 10_000, **(CERTAIN_APPEAL if appealed else {})}
    first, last = ask(SHARED_IT_SERVICE, today, content, start).paths
    return first, last


def test_in_2013_the_end_of_2016_was_past_its_latest_safe_start_already() -> None:
    first, last = said_on("2013-05-27", {}, start="2013-09-01")
    assert first.safe_start is not None
    assert (first.safe_start.year, first.safe_start.month) == (2012, 12)
    assert first.base_start is not None
    assert (first.base_start.year, first.base_start.month) == (2013, 2)
    assert first.feasibility is Feasibility.NOT_FEASIBLE
    assert last.feasibility is Feasibility.FEASIBLE


def test_in_2013_a_bridge_of_about_nine_months_after_2016_was_to_be_planned() -> None:
    first, _ = said_on("2013-05-27", {}, start="2013-09-01")
    assert 240 <= first.late_by(Fraction(4, 5)) <= 280


def test_in_2014_with_the_needs_analysed_only_the_last_option_was_left() -> None:
    first, last = said_on("2014-07-01", ANALYSED)
    assert (first.feasibility, first.safe_start) == (Feasibility.NOT_FEASIBLE, None)
    assert last.feasibility is Feasibility.FEASIBLE
    assert last.safe_start is not None
    assert (last.safe_start.year, last.safe_start.month) == (2015, 9)


def test_in_february_2015_what_was_left_had_to_begin_by_the_end_of_may_if_it_was_to_be_appealed() -> None:
    _, last = said_on("2015-02-03", DECIDED, appealed=True)
    assert last.safe_start is not None
    assert (last.safe_start.year, last.safe_start.month) == (2015, 5)


def test_in_november_2015_when_it_was_cancelled_weeks_were_left_if_it_was_to_be_appealed() -> None:
    _, last = said_on("2015-11-03", ADVERTISED, appealed=True)
    assert last.safe_start is not None
    assert (last.safe_start.year, last.safe_start.month) == (2015, 12)
    assert Fraction(4, 5) < last.probability < Fraction(19, 20)


def test_the_times_it_really_took_end_ten_months_after_the_last_option() -> None:
    # New applications by 21 December 2015, award in November 2016, contract in December 2017; the last
    # schools were still to move in October 2019, so this is the least it was.
    really = {
        "needs": "2014-06-30",
        "politics": "2014-12-31",
        "documents": "2015-08-15",
        "notice": "2015-12-21",
        "tendering": "2016-09-30",
        "evaluation": "2016-11-15",
        "standstill": "2017-12-15",
        "transfer": "2019-10-31",
    }
    rest = {"low": "0 days", "likely": "0 days", "high": "0 days", "source": "left out"}
    content = {"done": really, "durations": {"stabilisation": rest}}
    last = ask(SHARED_IT_SERVICE, "2019-11-01", content).paths[-1]
    assert last.probability == 0
    assert last.feasibility is Feasibility.NOT_FEASIBLE
    # From 31 December 2018 to 31 October 2019 are 304 days.
    assert last.late_by(Fraction(1, 2)) == 304
