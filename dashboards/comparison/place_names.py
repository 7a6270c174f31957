"""What people call the parts and places of a contract, and hours in words."""

import itertools
from collections.abc import Sequence

from babel.dates import get_day_names

from dashboards.wording.words import Wording, marked
from evaluator.contract.hours import Opening, Weekday

_A_SPAN = 2
"""More days than so many in a row are written as a span."""

PARTS = {
    "indicators": marked("Indicators"),
    "services": marked("Services"),
    "units": marked("Units"),
    "segments": marked("Segments"),
    "service_hours": marked("Service hours"),
    "holidays": marked("Holidays"),
    "clocks": marked("Clocks"),
    "availability_rules": marked("Rules of availability"),
    "tickets": marked("Tickets"),
    "credits": marked("Points and credits"),
    "scorecard": marked("Score"),
    "term": marked("Term and options"),
    "contract": marked("Parties"),
    "reporting": marked("Reporting"),
    "working_days": marked("Working days"),
    "units_from_facts": marked("Units that the facts name"),
    "ticket_kinds": marked("Kinds of tickets"),
    "triggers": marked("Thresholds"),
    "action_plans": marked("Action plans"),
    "exclusions": marked("Exclusions"),
    "procurement": marked("Limits of changes"),
}
"""What people call the parts of a contract, as headings."""

NAMED = {
    "target": marked("target"),
    "unit_target": marked("target of each unit"),
    "bands": marked("points of a band"),
    "points": marked("points of a band"),
    "weight": marked("weight"),
    "minimum_sample.size": marked("smallest number of cases"),
    "completeness_floor": marked("floor of known facts"),
    "services": marked("services"),
    "indicators": marked("indicators"),
    "data": marked("sources"),
    "clause": marked("clause"),
    "label": marked("name"),
    "consequence": marked("what a miss leads to"),
    "month_of": marked("which month a case belongs to"),
    "monthly_fee": marked("monthly fee"),
    "users": marked("number of users"),
    "hours": marked("hours"),
    "openings": marked("opening hours"),
    "closed": marked("closed days"),
    "only_between": marked("days between which they hold"),
    "eves": marked("eves that count as holidays"),
    "first_day": marked("first day"),
    "last_day": marked("last day"),
    "per_point": marked("what a point costs"),
    "repeat.factor": marked("factor of a repeated miss"),
    "service_cap": marked("cap of a service"),
    "total_cap": marked("cap of the whole month"),
    "cap_order": marked("order of the caps"),
    "claim_lapses_after_months": marked("how many months a claim can wait"),
    "runs_in": marked("states in which it runs"),
    "stops_in": marked("states that stop it"),
    "priority_change": marked("what a change of priority does"),
    "reopening.within_working_days": marked("working days within which a reopening counts"),
    "state": marked("state"),
    "notice_by": marked("last day of notice"),
    "prolongs_to": marked("day it prolongs to"),
    "report_by_working_day": marked("working day of the report"),
    "objections_within_working_days": marked("working days for objections"),
    "smallest_group": marked("smallest group shown"),
    "title": marked("title"),
    "reference": marked("reference"),
    "customer": marked("customer"),
    "supplier": marked("supplier"),
    "time_zone": marked("time zone"),
    "day": marked("day"),
    "reason": marked("reason"),
    "internal_last_day": marked("internal last day"),
    "limit": marked("the limit"),
    "expected_cases": marked("cases expected in a period"),
    "empty_period": marked("what a period without cases gives"),
    "minimum_sample": marked("smallest number of cases"),
    "nominal_hours": marked("nominal hours"),
    "shortest_outage": marked("shortest outage that counts"),
    "planned_maintenance": marked("planned maintenance"),
    "maintenance_notice_working_days": marked("working days of notice before maintenance"),
    "maintenance_monthly_maximum": marked("most maintenance in a month"),
    "unknown.treat_as": marked("what unknown time counts as"),
    "degraded.treat_as": marked("what degraded time counts as"),
    "probe_interval": marked("time between two probes"),
    "half_days": marked("half days"),
    "annual": marked("holidays of every year"),
    "short_days": marked("days with shorter hours"),
    "special_days": marked("days with hours of their own"),
    "quarter_cap": marked("cap of a quarter"),
    "yearly_cap": marked("cap of a year"),
    "term_cap": marked("cap of the whole contract"),
    "months": marked("number of months"),
    "periods": marked("number of periods"),
    "gives": marked("what it gives a right to"),
    "recovered_after": marked("months on target that close an action plan"),
    "proposing.within_working_days": marked("working days for a request for exclusion"),
    "deciding.within_working_days": marked("working days for deciding a request"),
    "within_working_days": marked("working days"),
    "proposing": marked("deadline of requests for exclusion"),
    "deciding": marked("deadline of decisions on exclusions"),
    "grounds": marked("grounds for exclusion"),
    "contract_value": marked("value of the contract"),
    "threshold": marked("threshold amount of procurement law"),
    "threshold.amount": marked("threshold amount of procurement law"),
}
"""What people call a place, by the end of its path; the longest end that fits names it."""


_TO = "\N{EN DASH}"


def tell_opening(opening: Opening, words: Wording) -> str:
    """Return an opening as people write it: days, times of day, and the days and periods it is held to."""
    ends = [words.day(day) if day is not None else "" for day in (opening.first_day, opening.last_day)]
    told = [_days(opening, words), f"{_time(opening.opens)}{_TO}{_time(opening.closes)}"]
    if any(ends):
        told.append(f"({_TO.join(ends)})")
    if opening.only_in:
        told.append(words.text("only in {periods}", periods=words.listing(opening.only_in)))
    if opening.not_in:
        told.append(words.text("not in {periods}", periods=words.listing(opening.not_in)))
    return " ".join(told)


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _days(opening: Opening, words: Wording) -> str:
    """Days of the week, those that follow each other as a span."""
    names = get_day_names("abbreviated", context="format", locale=words.language)
    order = list(Weekday)
    places = enumerate(sorted(order.index(day) for day in opening.days))
    runs = [
        [place for _, place in run] for _, run in itertools.groupby(places, key=lambda one: one[1] - one[0])
    ]
    return ", ".join(_span([names[place] for place in run]) for run in runs)


def _span(names: Sequence[str]) -> str:
    return f"{names[0]}{_TO}{names[-1]}" if len(names) > _A_SPAN else ", ".join(names)
