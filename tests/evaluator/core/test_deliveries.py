"""Which expected deliveries came, were late, or are missing; each case worked by hand."""

from evaluator.core.deliveries import Arrival, DeliveryState, DueMonth, deliveries_every, monthly_deliveries
from tests.collector.sources.helpers import instant

DAY = 86_400
SEPTEMBER = DueMonth(
    "2026-09",
    instant("2026-10-01T00:00:00+02:00"),
    instant("2026-11-01T00:00:00+01:00"),
    instant("2026-10-07T12:00:00+02:00"),
)
OCTOBER = DueMonth(
    "2026-10",
    instant("2026-11-01T00:00:00+01:00"),
    instant("2026-12-01T00:00:00+01:00"),
    instant("2026-11-06T12:00:00+01:00"),
)
NOW = instant("2026-11-10T08:00:00+01:00")


def test_a_file_by_the_due_instant_is_delivered_and_one_second_later_it_is_late() -> None:
    on_time = Arrival("september.csv", SEPTEMBER.due_at)
    late = Arrival("october.csv", OCTOBER.due_at + 1)
    found = monthly_deliveries([SEPTEMBER, OCTOBER], [on_time, late], None, NOW)
    assert [(one.name, one.state, one.arrived_at) for one in found] == [
        ("2026-09", DeliveryState.DELIVERED, on_time.at),
        ("2026-10", DeliveryState.LATE, late.at),
    ]


def test_nothing_after_the_due_instant_is_missing_and_before_it_awaited() -> None:
    (missing,) = monthly_deliveries([OCTOBER], [], None, OCTOBER.due_at + 1)
    (awaited,) = monthly_deliveries([OCTOBER], [], None, OCTOBER.due_at)
    assert (missing.state, missing.arrived_at) == (DeliveryState.MISSING, None)
    assert awaited.state == DeliveryState.AWAITED


def test_a_month_in_the_name_counts_however_late_the_file_came() -> None:
    late = Arrival("in/tickets-2026-09.csv", instant("2026-11-05T08:00:00+01:00"))
    found = monthly_deliveries([SEPTEMBER, OCTOBER], [late], "tickets-{year}-{month}", NOW)
    assert [one.state for one in found] == [DeliveryState.LATE, DeliveryState.MISSING]
    assert [one.file for one in found] == ["in/tickets-2026-09.csv", ""]


def test_without_a_name_a_file_of_the_next_month_is_not_last_months() -> None:
    late = Arrival("tickets.csv", OCTOBER.ends_at)
    found = monthly_deliveries([SEPTEMBER, OCTOBER], [late], None, NOW)
    assert [one.state for one in found] == [DeliveryState.MISSING, DeliveryState.DELIVERED]


def test_of_several_files_of_a_month_the_first_counts() -> None:
    first, again = (
        Arrival("a-2026-10.csv", OCTOBER.ends_at + 10),
        Arrival("b-2026-10.csv", OCTOBER.due_at + 9),
    )
    (found,) = monthly_deliveries([OCTOBER], [again, first], "{year}-{month}", NOW)
    assert (found.file, found.state) == ("a-2026-10.csv", DeliveryState.DELIVERED)


def test_a_delivery_every_week_is_counted_from_the_one_before() -> None:
    since = instant("2026-10-01T00:00:00+02:00")
    arrivals = [Arrival("a", since + 7 * DAY), Arrival("b", since + 14 * DAY + 1)]
    found = deliveries_every(7, since, arrivals, since + 21 * DAY + 1)
    assert [(one.due_at - since, one.state) for one in found] == [
        (7 * DAY, DeliveryState.DELIVERED),
        (14 * DAY, DeliveryState.LATE),
        (21 * DAY + 1, DeliveryState.AWAITED),
    ]
    assert deliveries_every(7, since, arrivals, since + 21 * DAY + 2)[-1].state == DeliveryState.MISSING
