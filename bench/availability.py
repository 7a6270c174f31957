"""Availability over ten million changes of state: many services, twelve months, planned maintenance.

The rule is one that all contenders know: down outside maintenance is lost of all time.
"""

from contextlib import ExitStack
from decimal import ROUND_HALF_UP, Decimal

from bench.agreement import require_equal
from bench.availability_evaluation import months_of
from bench.availability_inputs import Monitored, MonitoredFacts, facts_of, monitored
from bench.availability_peers import DuckAvailability, IcingaRule, running_icinga_rule
from bench.goals import Report, at_least, at_most
from bench.inputs import desk_hours
from bench.peers import installed
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.periods_at_once import (
    PeriodAvailability,
    measure_periods,
    measure_periods_of,
)
from evaluator.core.availability.timeline import Timeline, build_timeline
from tests.databases import postgresql_programs

SERVICES, SERVICES_OF_ICINGA, SERVICES_OF_FACTS = 10_000, 500, 200
_OF_LIMIT = (
    "one read takes 0.39 ns a change here and took 0.61 where the bound was measured; the work takes as long"
)
OURS, LIMIT = "**measure_periods**", "memory limit"
IN_HOURS = "**the same in service hours**"
DUCKDB, ICINGA = "DuckDB window functions", "Icinga DB's rule in PostgreSQL"
_OF_ICINGA = (
    "the rule as restated here costs the server 1.6-2.2 us a change; the bound rests on 6.4-11.4 us of the"
    " original function in another set-up of PostgreSQL"
)


RULES = {
    "label": {"sv": "underhåll räknas som uppe", "en": "maintenance counts as up"},
    "planned_maintenance": "count_up",
    "maintenance_notice_working_days": None,
    "unknown": {"treat_as": "exclude"},
    "degraded": {"treat_as": "up"},
    "shortest_outage": "0 s",
    "denominator": "wall_clock",
    "weighting": "none",
}


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    services = scale.of(SERVICES)
    given = monitored(services)
    found = measured(given)
    remarks = ["All answers equal."]
    contenders = [
        Contender(OURS, lambda: measured(given), given.rows.at.size, "twelve months, by the wall clock"),
        Contender(LIMIT, lambda: _read_once(given), given.rows.at.size, "read instants and states once"),
        Contender(IN_HOURS, lambda: measured(given, "service_hours"), given.rows.at.size),
        *_from_facts(scale),
    ]
    with ExitStack() as stack:
        duckdb = installed("duckdb")
        if duckdb is None:
            remarks.append("DuckDB is not installed: skipped.")
        else:
            tables = DuckAvailability(duckdb, given)
            require_equal("DuckDB", found.denominator - tables.lost(), found.available)
            said = "2 threads, answers only summed"
            contenders.append(Contender(DUCKDB, tables.total, given.rows.at.size, said))
        if postgresql_programs() is None:
            remarks.append("PostgreSQL is not installed: Icinga DB's rule is skipped.")
        else:
            few = monitored(scale.of(SERVICES_OF_ICINGA))
            rule = stack.enter_context(running_icinga_rule(few))
            require_same_percents(rule, measured(few))
            contenders.append(Contender(ICINGA, rule.total, few.rows.at.size, "answers only summed"))
        timed = interleave(contenders, min(scale.rounds, 5))
    goals = [
        at_least("availability: times DuckDB's window functions", 5, timed, DUCKDB, OURS),
        at_least("availability: times Icinga DB's rule", 300, timed, ICINGA, OURS, _OF_ICINGA),
        at_most("availability: times the memory limit", 30, timed, OURS, LIMIT, _OF_LIMIT),
    ]
    title = f"### Availability of {services:,} services in twelve months"
    return Report("\n\n".join([title, contest(timed, "change"), " ".join(remarks)]), goals)


def rules(denominator: str) -> AvailabilityRules:
    return AvailabilityRules.model_validate(RULES | {"denominator": denominator})


def measured(given: Monitored, denominator: str = "wall_clock") -> PeriodAvailability:
    """What the product says of each service and month."""
    return measure_periods(given.rows, given.maintenance, rules(denominator), desk_hours(), given.borders)


def require_same_percents(rule: IcingaRule, ours: PeriodAvailability) -> None:
    """Raise AssertionError where a percentage of the rule, rounded to four places, is not ours."""
    for at, percent in rule.percents().items():
        share = Decimal(100 * int(ours.available[at])) / int(ours.denominator[at])
        if share.quantize(Decimal("0.0001"), ROUND_HALF_UP) != percent:
            raise AssertionError(f"Icinga DB's rule: {percent} at {at}, not {share}")


def _read_once(given: Monitored) -> int:
    return int(given.rows.at.max()) + int(given.rows.state.max())


def _from_facts(scale: Scale) -> list[Contender]:
    """The whole way from frames of facts, in which any rule of a contract may be asked for."""
    given = monitored(scale.of(SERVICES_OF_FACTS))
    size = given.rows.at.size
    facts, months = facts_of(given), months_of(given, RULES)
    longer = months_of(given, RULES | {"shortest_outage": "1 min"})
    line = timeline_of(facts, given)
    require_same_amounts(given)
    every = "twelve months from frames of facts, two views, with evidence of every outage"
    return [
        Contender("**evaluation of the indicator**", months.evaluate, size, every),
        Contender("**the same with a shortest outage**", longer.evaluate, size, "the general way"),
        Contender("**build_timeline**", lambda: timeline_of(facts, given), size, "of the year at once"),
        Contender("**measure_periods_of a timeline**", lambda: _periods_of(line, given), size),
    ]


def timeline_of(facts: MonitoredFacts, given: Monitored) -> Timeline:
    known_at = int(given.months[-1])
    states, observed, maintenance = facts.states, facts.observed, facts.maintenance
    return build_timeline(facts.subjects, states, observed, maintenance, rules("wall_clock"), None, known_at)


def require_same_amounts(given: Monitored) -> None:
    """Raise AssertionError where the ways from facts and from rows differ."""
    expected = measured(given).available
    line = timeline_of(facts_of(given), given)
    require_equal("measure_periods_of", _periods_of(line, given).available, expected)
    require_equal("the evaluation", months_of(given, RULES).available(), expected)


def _periods_of(line: Timeline, given: Monitored) -> PeriodAvailability:
    nothing = facts_of(monitored(1, 2)).maintenance.iloc[:0]
    return measure_periods_of(line, nothing, desk_hours(), given.months)
