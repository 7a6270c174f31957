"""The figures in the supplier's own report: the facts as it likes to count them."""

import numpy as np
import pandas as pd

from collector.simulator.days import Whole
from collector.simulator.figures import ABANDONED, ANSWERED, FIRST_CONTACT
from collector.simulator.moments import City
from collector.simulator.outages import service_hours
from collector.simulator.population import MONITORED, MONITORED_USERS, SCHOOL_SERVICE, SERVICES
from collector.simulator.tickets import Kind

_COLUMNS = ["month", "indicator", "service", "value"]
_CALLS = {ANSWERED: "K01", FIRST_CONTACT: "K02", ABANDONED: "K03"}
_INCIDENTS = {1: "K05", 2: "K06", 3: "K07"}
_AVAILABILITY = ("K09c", "K09a", "K09b", "K09c")  # of each service in MONITORED
_FEW = 5
_UNSEEN_CLAIM = 0.999  # what it claims for the month in which nothing was seen


def state(city: City, figures: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return statements: `month` (number), `indicator`, `service` (a word), `value` (a share).

    `figures` has the frames `tickets`, `judged`, `calls`, `logins`, `outages` and `school_outages`.
    """
    parts = [
        _of_calls(city, figures["calls"]),
        _of_tickets(city, figures["tickets"], figures["judged"]),
        _of_services(city, figures["outages"]),
        _of_schools(city, figures["school_outages"]),
        _of_logins(city, figures["logins"]),
    ]
    stated = pd.concat([part[_COLUMNS] for part in parts], ignore_index=True)
    stated = stated[(stated["month"] >= 0) & (stated["month"] < len(city.days.months))]
    return stated.sort_values(["month", "indicator", "service"], kind="stable", ignore_index=True)


def _kinder(city: City, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the supplier's kindness where the figure is about schools."""
    kind = np.where(frame["service"] == SERVICES[SCHOOL_SERVICE], city.traits.kindness, 0.0)
    return frame.assign(value=np.minimum(frame["value"] + kind, 1.0))


def _shares(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    sums = frame.groupby(by, as_index=False)[["hits", "cases"]].sum()
    sums = sums[sums["cases"] >= _FEW]
    return sums.assign(value=sums["hits"] / sums["cases"])


def _of_calls(city: City, calls: pd.DataFrame) -> pd.DataFrame:
    month = city.days.month[calls["day"].to_numpy()]
    frame = calls.assign(month=month, indicator=calls["measure"].map(_CALLS), service=SERVICES[0])
    return _shares(frame, ["month", "indicator", "service"])


def _of_logins(city: City, logins: pd.DataFrame) -> pd.DataFrame:
    frame = logins.assign(month=city.days.month[logins["day"].to_numpy()], indicator="K11")
    return _kinder(
        city, _shares(frame.assign(service=SERVICES[SCHOOL_SERVICE]), ["month", "indicator", "service"])
    )


def _of_tickets(city: City, tickets: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    about = tickets.iloc[judged["ticket"].to_numpy()].reset_index(drop=True)
    priority_indicator = about["priority"].map(_INCIDENTS)
    frame = pd.DataFrame(
        {
            "month": city.days.month[city.days.position(judged["at"].to_numpy())],
            "indicator": priority_indicator.where(about["kind"] == Kind.INCIDENT, "K08"),
            "service": np.array(SERVICES)[about["service"].to_numpy()],
            "hits": judged["within"].astype("int64").to_numpy(),
            "cases": 1,
        }
    )
    return _kinder(city, _shares(frame.dropna(), ["month", "indicator", "service"]))


def _open_seconds(city: City, subject: int) -> Whole:
    hours = service_hours(city)[subject]
    borders = [city.days.month_starts_at(number) for number in range(len(city.days.months) + 1)]
    return np.diff(hours.before(np.array(borders, dtype=np.int64)))


def _of_services(city: City, outages: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([_of_service(city, outages, subject) for subject in range(len(MONITORED))])


def _of_service(city: City, outages: pd.DataFrame, subject: int) -> pd.DataFrame:
    """Return the availability of one service; small outages of the declining one are overlooked."""
    own = outages[outages["subject"] == subject]
    month = city.days.month[city.days.position(own["starts_at"].to_numpy())]
    name = MONITORED[subject]
    if name == city.traits.declining_service:
        small = own["users"] * 2 < MONITORED_USERS[subject]
        overlooked = small.to_numpy() & (month >= city.days.month_number(city.traits.decline_from))
        own, month = own[~overlooked], month[~overlooked]
    months = len(city.days.months)
    hours = service_hours(city)[subject]
    down_for = hours.before(own["ends_at"].to_numpy()) - hours.before(own["starts_at"].to_numpy())
    lost = down_for * own["users"].to_numpy() / MONITORED_USERS[subject]
    down = np.bincount(month, weights=lost, minlength=months)[:months]
    value = 1 - down / _open_seconds(city, subject)
    if name == city.traits.unseen_service:
        value[np.arange(months) == city.days.month_number(city.traits.unseen_month)] = _UNSEEN_CLAIM
    return pd.DataFrame(
        {"month": np.arange(months), "indicator": _AVAILABILITY[subject], "service": name, "value": value}
    )


def _of_schools(city: City, outages: pd.DataFrame) -> pd.DataFrame:
    """Return the share of schools with 99 % in school hours, in the months with school."""
    borders = [city.days.month_starts_at(number) for number in range(len(city.days.months) + 1)]
    total = np.diff(city.hours.school.before(np.array(borders, dtype=np.int64)))
    month = city.days.month[city.days.position(outages["starts_at"].to_numpy())]
    inside = city.hours.school.before(outages["ends_at"].to_numpy()) - city.hours.school.before(
        outages["starts_at"].to_numpy()
    )
    down = pd.Series(inside).groupby([month, outages["subject"].to_numpy()]).sum()
    in_month = down.index.get_level_values(0).to_numpy()
    down, in_month = down[in_month < len(total)], in_month[in_month < len(total)]
    bad = np.bincount(in_month[down.to_numpy() * 100 > total[in_month]], minlength=len(total))
    frame = pd.DataFrame(
        {
            "month": np.arange(len(total)),
            "indicator": "K10",
            "service": SERVICES[SCHOOL_SERVICE],
            "value": 1 - bad / len(city.population.schools),
        }
    )
    return _kinder(city, frame[total > 0])
