"""Differences of two versions: every place is told, with what stood there and what stands there."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from evaluator.contract.amendments import Amendment, amend
from evaluator.contract.contract import Contract
from evaluator.contract.differences import ABSENT, Change, Difference, ValueKind, find_differences
from evaluator.contract.services import Unit
from tests.evaluator import small_contract as small

REPLACED: dict[str, Any] = {
    "indicators[K].within.limit.time": "6 h",
    "indicators[K].target": {"from": "95 %"},
    "indicators[K].weight": 3,
    "indicators[K2].that[#1].changes_at_most": 1,
    "services[T1].monthly_fee": 3_700_000,
    "services[T2].hours": "desk",
    "service_hours.desk.openings[#1].closes": "17:00",
    "term.last_day": "2028-12-31",
    "contract.supplier": "Leverantör Y",
    "credits.repeat.factor": 3,
    "credits.service_cap": "9 %",
    "clocks.resolution.hours": "always",
    "clocks.resolution.stops_in": ["closed"],
    "units[north].users": 301,
    "reporting.smallest_group": 7,
}
ADDED: dict[str, Any] = {
    "units": {"id": "west", "label": "Västra skolan", "segment": "schools", "users": 50},
    "service_hours.desk.closed": [{"first": "2026-10-26", "last": "2026-10-30", "reason": "höstlov"}],
    "services[T1].last_day": "2027-06-30",
    "indicators[K].minimum_sample.points_by_misses": 5,
}
REMOVED = ["units[south]", "indicators[K2]", "clocks.around_the_clock"]


def base() -> dict[str, Any]:
    return small.content(
        small.time_within_target(
            weight=1, minimum_sample={"size": 20, "below": "count_misses", "points_by_misses": [0, 1, 2]}
        ),
        small.share(id="K2"),
    )


def differences(replaced: dict[str, Any] | None = None, **changes: Any) -> list[Difference]:
    terms = {
        "id": "1",
        "effective": "2026-07-01",
        "reason": "agreed",
        "replacements": [{"path": path, "value": value} for path, value in (replaced or {}).items()],
    }
    changed = amend(base(), Amendment.model_validate(terms | changes))
    return find_differences(Contract.model_validate(base()), Contract.model_validate(changed))


def only(replaced: dict[str, Any] | None = None, **changes: Any) -> Difference:
    [found] = differences(replaced, **changes)
    return found


def test_a_version_differs_from_itself_in_nothing() -> None:
    contract = Contract.model_validate(base())
    assert find_differences(contract, contract) == []


def test_another_spelling_of_the_same_value_is_no_difference() -> None:
    content = base()
    content["indicators"][0]["target"] = {"from": "0.90"}
    assert find_differences(Contract.model_validate(base()), Contract.model_validate(content)) == []


@pytest.mark.parametrize(
    ("path", "value", "old", "new", "kind"),
    [
        ("indicators[K].within.limit.time", "6 h", 28_800, 21_600, ValueKind.DURATION),
        ("services[T1].monthly_fee", 3_700_000, Decimal(3_600_000), Decimal(3_700_000), ValueKind.MONEY),
        ("credits.service_cap", "9 %", Fraction(12, 100), Fraction(9, 100), ValueKind.QUANTITY),
        ("term.last_day", "2028-12-31", date(2027, 12, 31), date(2028, 12, 31), ValueKind.OTHER),
    ],
)
def test_a_difference_has_its_path_both_values_and_what_they_are(
    path: str, value: Any, old: Any, new: Any, kind: ValueKind
) -> None:
    assert only({path: value}) == Difference(path, old, new, kind)


def test_a_range_is_told_as_a_whole() -> None:
    found = only({"indicators[K].target": {"above": "95 %"}})
    assert (found.path, found.new.above) == ("indicators[K].target", Fraction(95, 100))


def test_what_comes_and_goes_is_told_with_its_id() -> None:
    unit = {"id": "west", "label": "Västra skolan", "segment": "schools", "users": 50}
    found = differences(removals=[{"path": "units[south]"}], additions=[{"path": "units", "value": unit}])
    gone, come = found
    assert (gone.path, gone.change, gone.new) == ("units[south]", Change.REMOVED, ABSENT)
    assert (come.path, come.change, come.old) == ("units[west]", Change.ADDED, ABSENT)
    assert isinstance(come.new, Unit)


def test_another_order_is_told() -> None:
    content = base()
    content["units"].reverse()
    [found] = find_differences(Contract.model_validate(base()), Contract.model_validate(content))
    assert (found.path, found.new) == ("units", ("hall", "south", "north"))


def test_an_indicator_of_another_kind_is_another_as_a_whole() -> None:
    found = only({"indicators[K]": small.share(id="K")})
    assert (found.path, found.old.kind, found.new.kind) == ("indicators[K]", "time_within_target", "share")


def test_entries_without_ids_are_told_one_by_one_where_some_come() -> None:
    found = only({"indicators[K].minimum_sample.points_by_misses": [0, 1, 2, 3]})
    assert (found.old, found.new) == ((0, 1, 2), (0, 1, 2, 3))
    days = [{"first": "2026-10-26", "last": "2026-10-30"}, {"first": "2026-02-23", "last": "2026-02-27"}]
    content = base()
    content["service_hours"]["desk"]["closed"] = days[:1]
    more = deepcopy(content)
    more["service_hours"]["desk"]["closed"] = days
    [come] = find_differences(Contract.model_validate(content), Contract.model_validate(more))
    assert (come.path, come.change) == ("service_hours.desk.closed[#2]", Change.ADDED)
    [gone] = find_differences(Contract.model_validate(more), Contract.model_validate(content))
    assert (gone.path, gone.change) == ("service_hours.desk.closed[#2]", Change.REMOVED)


def test_an_entry_without_an_id_that_stands_twice_is_told_by_the_whole_list() -> None:
    day = {"first": "2026-10-26", "last": "2026-10-30"}
    content, twice = base(), base()
    content["service_hours"]["desk"]["closed"] = [day]
    twice["service_hours"]["desk"]["closed"] = [day, day]
    [found] = find_differences(Contract.model_validate(content), Contract.model_validate(twice))
    assert (found.path, len(found.old), len(found.new)) == ("service_hours.desk.closed", 1, 2)


@settings(max_examples=25)
@given(
    replaced=st.sets(st.sampled_from(sorted(REPLACED))),
    added=st.sets(st.sampled_from(sorted(ADDED))),
    removed=st.sets(st.sampled_from(REMOVED)),
)
def test_nothing_that_differs_is_left_untold(replaced: set[str], added: set[str], removed: set[str]) -> None:
    kept = {path for path in replaced if not any(path.startswith(gone) for gone in removed)}
    if not (kept or added or removed):
        return
    found = differences(
        {path: REPLACED[path] for path in sorted(kept)},
        additions=[{"path": path, "value": ADDED[path]} for path in sorted(added)],
        removals=[{"path": path} for path in sorted(removed)],
    )
    old = dict(_leaves("", Contract.model_validate(base())))
    changes = Amendment.model_validate(
        {
            "id": "1",
            "effective": "2026-07-01",
            "reason": "agreed",
            "replacements": [{"path": path, "value": REPLACED[path]} for path in sorted(kept)],
            "additions": [{"path": path, "value": ADDED[path]} for path in sorted(added)],
            "removals": [{"path": path} for path in sorted(removed)],
        }
    )
    new = dict(_leaves("", Contract.model_validate(amend(base(), changes))))
    untold = [
        path
        for path in {*old, *new}
        if old.get(path, ABSENT) != new.get(path, ABSENT)
        and not any(path.startswith(one.path) for one in found)
    ]
    assert untold == []


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value of a contract by its path."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            step = field.alias or name
            yield from _leaves(f"{path}.{step}" if path else step, getattr(value, name))
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _leaves(f"{path}.{key}", entry)
    elif isinstance(value, tuple):
        for place, entry in enumerate(value, start=1):
            yield from _leaves(f"{path}[{getattr(entry, 'id', f'#{place}')}]", entry)
    else:
        yield path, value
