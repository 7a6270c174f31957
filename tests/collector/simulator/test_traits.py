"""Each trait of the simulated supplier can be found in its facts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from collector.simulator import SEED, Supplier, Traits, simulate
from collector.simulator.moments import Status
from collector.simulator.monitoring import service_rows
from collector.simulator.outages import service_hours, weak_schools
from collector.simulator.population import MONITORED, MONITORED_USERS
from collector.simulator.tickets import Kind


def first(log: pd.DataFrame, status: Status) -> pd.Series:
    return log[log["status"] == status].groupby("ticket")["at"].min()


def availability(supplier: Supplier, service: str) -> np.ndarray:
    """Return the users' availability of a service by month, from the outages alone."""
    city, subject = supplier.city, MONITORED.index(service)
    own = supplier.outages[supplier.outages["subject"] == subject]
    hours = service_hours(city)[subject]
    borders = np.array([city.days.month_starts_at(month) for month in range(len(supplier.months) + 1)])
    month = city.days.month[city.days.position(own["starts_at"].to_numpy())]
    lost = hours.before(own["ends_at"].to_numpy()) - hours.before(own["starts_at"].to_numpy())
    weights = lost * own["users"].to_numpy() / MONITORED_USERS[subject]
    down = np.bincount(month, weights=weights, minlength=len(supplier.months))
    return 1 - down[: len(supplier.months)] / np.diff(hours.before(borders))


def test_thirty_months_hold_more_than_120_000_tickets(supplier: Supplier) -> None:
    delivered = supplier.log[supplier.log["delivery"] < len(supplier.months)]
    assert delivered["ticket"].nunique() >= 120_000
    assert supplier.months[0] == "2024-05"
    assert supplier.months[-1] == "2026-10"


def test_most_tickets_change_four_to_six_times(supplier: Supplier) -> None:
    changes = supplier.log.groupby("ticket").size() - 1
    assert changes.between(4, 6).mean() > 0.95


def test_a_ticket_never_goes_back_in_time(supplier: Supplier) -> None:
    assert (supplier.log.groupby("ticket")["at"].diff().fillna(0) >= 0).all()


def test_schools_wait_longer_for_a_p2_than_others_on_the_same_service(supplier: Supplier) -> None:
    tickets, log = supplier.tickets, supplier.log
    hours = supplier.city.hours.class_c
    chosen = (tickets["kind"] == Kind.INCIDENT) & (tickets["priority"] == 1) & (tickets["service"] == 1)
    steps = pd.DataFrame({"opened": tickets["opened"], "solved": first(log, Status.RESOLVED)})[
        chosen
    ].dropna()
    paused = log["status"].isin([Status.WAITING_USER, Status.WAITING_CUSTOMER, Status.PARKED])
    open_before = pd.Series(hours.before(log["at"].to_numpy()), index=log.index)
    pause = (open_before.groupby(log["ticket"]).shift(-1) - open_before)[paused].groupby(log["ticket"]).sum()
    used = hours.before(steps["solved"].astype("int64").to_numpy()) - hours.before(steps["opened"].to_numpy())
    within = pd.Series(used, index=steps.index) - pause.reindex(steps.index).fillna(0) <= 8 * 3600
    share = within.groupby(tickets["is_school"].reindex(steps.index)).mean()
    assert share[True] < 0.92
    assert share[False] > 0.94
    assert 0.90 < within.mean() < 0.94


def test_weak_schools_fail_more_often_than_the_rest(supplier: Supplier) -> None:
    counts = (
        supplier.school_outages.groupby("subject").size().reindex(supplier.city.population.schools).fillna(0)
    )
    weak = np.isin(counts.index, weak_schools(supplier.city))
    assert weak.sum() == 5
    assert counts[weak].mean() > 4 * counts[~weak].mean()


def test_the_declining_service_falls_below_its_target_before_the_decision(supplier: Supplier) -> None:
    found = availability(supplier, "Applikationsdrift B")
    before, last = found[:20], found[-2:]
    assert np.mean(before >= 0.995) > 0.9
    assert (last < 0.99).all()


def test_nothing_is_known_of_the_workplaces_in_february_2026(supplier: Supplier) -> None:
    days, rows = supplier.city.days, supplier.monitoring
    own = rows[rows["service"] == "Arbetsplats"]
    seen = np.bincount(days.month[days.position(own["at"].to_numpy())], minlength=30)
    assert seen[supplier.months.index("2026-02")] == 0
    assert np.count_nonzero(seen[:30] == 0) == 1


def test_every_other_probe_writes_at_least_once_a_day(supplier: Supplier) -> None:
    """A row speaks for 25 hours, so a longer gap would be unknown time."""
    rows = supplier.monitoring[supplier.monitoring["delivery"] < len(supplier.months)]
    rows = rows[rows["service"] != "Arbetsplats"]
    assert rows.groupby(["service", "unit"])["at"].diff().max() <= 25 * 3600


def test_some_incidents_are_parked(supplier: Supplier) -> None:
    parked = supplier.log.loc[supplier.log["status"] == Status.PARKED, "ticket"].nunique()
    assert 0.002 < parked / (supplier.tickets["kind"] == Kind.INCIDENT).sum() < 0.008


def test_some_tickets_come_a_month_or_two_late(supplier: Supplier) -> None:
    opening = supplier.log[supplier.log["order"] == 0]
    month = supplier.city.days.month[supplier.city.days.position(opening["at"].to_numpy())]
    behind = opening["delivery"].to_numpy() - month
    assert set(behind.tolist()) <= {
        -1,
        0,
        1,
        2,
    }  # -1: the first days of a month, known when the last one is sent
    assert 0.004 < np.mean(behind >= 1) < 0.012


def test_no_row_is_delivered_before_it_happened(supplier: Supplier) -> None:
    days = supplier.city.days
    sent = supplier.log[supplier.log["delivery"] < 30]
    next_month_ends = np.array([days.month_starts_at(month + 2) for month in range(30)])
    assert (sent["at"].to_numpy() < next_month_ends[sent["delivery"].to_numpy()]).all()


def test_priorities_change(supplier: Supplier) -> None:
    incidents = supplier.tickets[supplier.tickets["kind"] == Kind.INCIDENT]
    changed = (incidents["first_priority"] != incidents["priority"]).mean()
    assert 0.015 < changed < 0.035


def test_tickets_are_reopened_within_five_working_days_and_later(supplier: Supplier) -> None:
    days = supplier.city.days
    times = pd.concat(
        [first(supplier.log, Status.RESOLVED), first(supplier.log, Status.REOPENED)],
        axis=1,
        keys=["solved", "again"],
    ).dropna()
    working = np.cumsum(days.working)
    solved, again = (
        working[days.position(times[name].astype("int64").to_numpy())] for name in ("solved", "again")
    )
    assert np.count_nonzero(again - solved <= 5) > 1000
    assert np.count_nonzero(again - solved > 5) > 300


def test_some_maintenance_is_announced_too_late(supplier: Supplier) -> None:
    notice = supplier.maintenance["starts_at"] - supplier.maintenance["announced_at"]
    assert 0 < (notice < 10 * 86_400).sum() < len(notice) / 3


def test_two_reports_are_late_and_the_rest_in_time(supplier: Supplier) -> None:
    days = supplier.city.days
    reports = supplier.tickets.index[supplier.tickets["kind"] == Kind.MONTHLY_REPORT]
    done = days.position(first(supplier.log, Status.RESOLVED).reindex(reports).astype("int64").to_numpy())
    opened = days.position(supplier.tickets["opened"].reindex(reports).to_numpy())
    due = days.working_day(opened, np.full(len(opened), 5))
    late = [supplier.months[number] for number in np.flatnonzero(done > due)]
    assert late == ["2024-07", "2025-12"]


def test_statements_are_kinder_than_the_facts(supplier: Supplier) -> None:
    stated = supplier.statements.set_index(["indicator", "service", "month"])["value"]
    last = len(supplier.months) - 1
    assert stated["K09b", "Applikationsdrift B", last] > availability(supplier, "Applikationsdrift B")[last]
    assert stated["K09c", "Arbetsplats", supplier.months.index("2026-02")] == 0.999
    days = supplier.city.days
    logins = supplier.logins[days.month[supplier.logins["day"].to_numpy()] == last]
    assert stated["K11", "Skolmiljö", last] > logins["hits"].sum() / logins["cases"].sum() + 0.01


def test_school_start_and_december_are_busier_than_spring_and_july_quieter(supplier: Supplier) -> None:
    month = supplier.city.days.month[supplier.city.days.position(supplier.tickets["opened"].to_numpy())]
    counts = dict(zip(supplier.months, np.bincount(month, minlength=30)[:30], strict=True))
    assert counts["2025-07"] < 0.7 * counts["2025-03"] < counts["2025-03"] < counts["2025-08"]


def test_nights_and_holidays_are_quiet(supplier: Supplier) -> None:
    opened = supplier.tickets["opened"].to_numpy()
    hour = opened % 86_400 // 3600
    assert np.mean((hour < 6) | (hour >= 22)) < 0.01
    working = supplier.city.days.working[supplier.city.days.position(opened)]
    assert np.mean(working) > 0.95


def test_without_a_trait_it_is_not_there() -> None:
    plain = replace(Traits(), parked_share=0.0, late_share=0.0, unseen_service="", declining_service="")
    supplier = simulate(SEED, "2026-01", 3, plain)
    assert not (supplier.log["status"] == Status.PARKED).any()
    rows = supplier.monitoring[supplier.monitoring["delivery"] < 3]
    own = rows[rows["service"] == "Arbetsplats"]
    assert own["at"].diff().max() <= 25 * 3600


def test_another_seed_gives_other_tickets() -> None:
    sizes = {len(simulate(seed, "2026-03", 1).tickets) for seed in (1, 2, 3)}
    assert len(sizes) == 3


def test_a_month_that_is_not_simulated_is_refused(supplier: Supplier, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2024-05 to 2026-10"):
        supplier.write_month(tmp_path, "2023-01")


def test_without_outages_every_probe_says_up(supplier: Supplier) -> None:
    rows = service_rows(supplier.city, supplier.outages.iloc[:0])
    assert set(rows["state"]) == {"Uppe"}
