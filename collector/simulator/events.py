"""The event log: every step of every ticket as a row, in order, with the delivery it comes in."""

import numpy as np
import pandas as pd

from collector.simulator.days import Whole
from collector.simulator.incidents import live_incidents
from collector.simulator.moments import NEVER, City, Moments, Status
from collector.simulator.orders import live_orders
from collector.simulator.tickets import Kind


def live(
    generator: np.random.Generator, tickets: pd.DataFrame, city: City
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the event log of `tickets`, and how the supplier counts them (`ticket`, `at`, `within`).

    The log has `ticket` (position), `at` (local second), `order` in the ticket, `status` and `priority`
    (positions of words), and `noted`: whether a root cause analysis or an answer has come.
    """
    is_incident = tickets["kind"].isin([int(Kind.INCIDENT), int(Kind.QUESTION)]).to_numpy()
    logs, judged = [], []
    for chosen, lives in ((is_incident, live_incidents), (~is_incident, live_orders)):
        position = np.flatnonzero(chosen).astype(np.int64)
        some = tickets.iloc[position].reset_index(drop=True)
        moments = lives(generator, some, city)
        logs.append(_log(some, position, moments))
        judged.append(_judged(position, moments))
    log = pd.concat(logs, ignore_index=True).sort_values(
        ["ticket", "at", "stage"], kind="stable", ignore_index=True
    )
    log["order"] = log.groupby("ticket").cumcount()
    return log, pd.concat(judged, ignore_index=True)


def _judged(position: Whole, moments: Moments) -> pd.DataFrame:
    frame = pd.DataFrame({"ticket": position, "at": moments.judged, "within": moments.within})
    return frame[moments.counts]


def _steps(moments: Moments, opened: Whole) -> list[tuple[Whole, Whole]]:
    """Return the time and status of each step, in the order steps are taken."""

    def status(word: Status) -> Whole:
        return np.full(len(opened), int(word), dtype=np.int64)

    ending = np.where(moments.cancelled, int(Status.CANCELLED), int(Status.RESOLVED)).astype(np.int64)
    closed_first = np.where(
        (moments.reopened != NEVER) & (moments.reopened - moments.resolved > 9 * 86_400),
        moments.reopened - 86_400,
        NEVER,
    )
    return [
        (opened, status(Status.NEW)),
        (moments.assigned, status(Status.ASSIGNED)),
        (moments.begun, status(Status.IN_PROGRESS)),
        (moments.paused, moments.pause_status),
        (moments.resumed, status(Status.IN_PROGRESS)),
        (moments.resolved, ending),
        (closed_first, status(Status.CLOSED)),
        (moments.reopened, status(Status.REOPENED)),
        (moments.resolved_again, status(Status.RESOLVED)),
        (np.where(moments.noted == moments.paused, NEVER, moments.noted), status(Status.RESOLVED)),
        (moments.closed, status(Status.CLOSED)),
    ]


def _log(tickets: pd.DataFrame, position: Whole, moments: Moments) -> pd.DataFrame:
    parts = []
    first, last = tickets["first_priority"].to_numpy(), tickets["priority"].to_numpy()
    for stage, (at, status) in enumerate(_steps(moments, tickets["opened"].to_numpy())):
        taken = at != NEVER
        noted = (moments.noted != NEVER) & (at >= moments.noted)
        parts.append(
            pd.DataFrame(
                {
                    "ticket": position[taken],
                    "at": at[taken],
                    "stage": stage,
                    "status": status[taken],
                    "priority": (first if stage < 2 else last)[taken],
                    "noted": noted[taken],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def delivered_in(log: pd.DataFrame, cutoffs: Whole, lateness: Whole) -> Whole:
    """Return the number of the delivery each row comes in.

    `cutoffs` are the local seconds up to which each delivery knows, `lateness` the deliveries by which each
    ticket came too late (0 for most), counted from the one its opening belonged to.
    """
    own = np.searchsorted(cutoffs, log["at"].to_numpy(), side="right")
    ticket = log["ticket"].to_numpy()
    opening = pd.Series(own).groupby(ticket).transform("min").to_numpy()
    delivery: Whole = np.maximum(own, opening + lateness[ticket]).astype(np.int64)
    return delivery
