"""A whole month reconciled: every list of the supplier, every indicator it says something of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import AnyIndicator, MonitoringIndicator
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.cases import CASE_COLUMNS
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.reconciliation.cases import Figuring
from evaluator.core.reconciliation.effects import Judging, money_order
from evaluator.core.reconciliation.found import (
    DifferenceKind,
    ReconciledFigure,
    ReconciledSource,
    Reconciliation,
    TicketDifference,
)
from evaluator.core.reconciliation.outages import (
    OutageFiguring,
    ReconciledOutages,
    lasting,
    reconcile_outages,
    services_covered,
)
from evaluator.core.reconciliation.pairs import folded, stated_once
from evaluator.core.reconciliation.remeasuring import Measuring
from evaluator.core.reconciliation.tickets import Elsewhere, ReconciledTickets, reconcile_tickets


@dataclass(frozen=True, eq=False)
class Lists:
    """What the supplier's lists say, and what is known of the tickets they name.

    `tickets` are stated tickets of the month and of months around it (`period` names the month of each),
    `outages` all stated outages; `keys` has ticket_id and `ticket` of the cases measured; `counted` the other
    months and the indicators in which stated tickets were counted (`ticket`, `indicator`, `period`).
    """

    tickets: pd.DataFrame
    outages: pd.DataFrame
    keys: pd.DataFrame
    counted: pd.DataFrame


def reconcile_month(
    judging: Judging, evaluation: PeriodEvaluation, measuring: Measuring, left_out: LeftOut, lists: Lists
) -> Reconciliation:
    """Return what the lists say of the month beside what was measured, after exclusions.

    Only indicators that are judged over a month are reconciled. Lists of two sources are compared each on its
    own.
    """
    found = [
        _Source(source, judging, evaluation, measuring, left_out, lists).reconcile()
        for source in _sources(lists)
    ]
    kept = [one for one in found if one.figures]
    return Reconciliation(
        sources=tuple(one.sources[0] for one in kept),
        figures=tuple(figure for one in kept for figure in one.figures),
        tickets=tuple(difference for one in kept for difference in one.tickets),
        outages=tuple(difference for one in kept for difference in one.outages),
    )


def _sources(lists: Lists) -> list[str]:
    named = [frame["source"].astype("str").unique().tolist() for frame in (lists.tickets, lists.outages)]
    return sorted({name for names in named for name in names})


@dataclass(frozen=True, eq=False)
class _Source:
    name: str
    judging: Judging
    evaluation: PeriodEvaluation
    measuring: Measuring
    left_out: LeftOut
    lists: Lists

    def reconcile(self) -> Reconciliation:
        """Return what the lists of one source say."""
        tickets, outages = self._own(self.lists.tickets), self._own(self.lists.outages)
        by_tickets, by_outages = list(self._by_tickets(tickets)), list(self._by_outages(outages))
        found: list[ReconciledTickets | ReconciledOutages] = [*by_tickets, *by_outages]
        wholes = [one.whole for one in found]
        figures = [figure for one in found for figure in one.figures]
        total = ReconciledSource(
            self.name, self.judging.amount, self.judging.amount_with(wholes), self._repeated(tickets)
        )
        return Reconciliation(
            sources=(total,),
            figures=tuple(sorted(figures, key=_figure_order)),
            tickets=tuple(
                sorted(
                    (one for own in by_tickets for one in own.differences),
                    key=_ticket_order,
                )
            ),
            outages=tuple(
                sorted(
                    (one for own in by_outages for one in own.differences),
                    key=lambda one: (*money_order(one.effect), one.indicator, one.starts_at, one.unit),
                )
            ),
        )

    def _own(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame.loc[(frame["source"].astype("str") == self.name).to_numpy(dtype=bool)]

    def _of_month(self, tickets: pd.DataFrame) -> pd.DataFrame:
        return tickets.loc[(tickets["period"] == self.judging.month.name).to_numpy(dtype=bool)]

    def _repeated(self, tickets: pd.DataFrame) -> int:
        here = self._of_month(tickets)
        by_key = here.assign(folded=folded(here["ticket"]), indicator=here["indicator"].astype("str"))
        return int(by_key.duplicated(["folded", "indicator"]).sum())

    def _by_tickets(self, tickets: pd.DataFrame) -> Iterator[ReconciledTickets]:
        here = self._of_month(tickets)
        named = set(here["indicator"].astype("str").unique().tolist())
        indicators = [one for one in self._judged() if one.id in named and isinstance(one, TicketIndicator)]
        cases = {one.id: self._cases(one.id) for one in indicators}
        elsewhere = self._elsewhere(tickets, cases)
        for indicator in indicators:
            own, in_days = cases[indicator.id]
            figuring = Figuring(indicator, self.measuring, self.left_out)
            stated = stated_once(here.loc[(here["indicator"] == indicator.id).to_numpy(dtype=bool)])
            yield reconcile_tickets(
                self.name, figuring, self.judging, (own, stated), elsewhere, in_days=in_days
            )

    def _judged(self) -> list[AnyIndicator]:
        """The indicators judged over this month alone."""
        judged = {indicator for indicator, _ in self.judging.ours}
        return [
            one
            for one in self.judging.contract.indicators
            if one.id in judged and one.period is PeriodLength.MONTH and one.facts_over is PeriodLength.MONTH
        ]

    def _cases(self, indicator: str) -> tuple[pd.DataFrame, bool]:
        """The cases measured for an indicator, and whether their times are working days."""
        evidence = self.evaluation.tickets
        if evidence.empty:
            return pd.DataFrame(columns=[*CASE_COLUMNS, "ticket", "left_out"]), False
        own = evidence.loc[(evidence["indicator"] == indicator).to_numpy(dtype=bool)].reset_index(drop=True)
        keys = self.lists.keys.set_index("ticket_id")["ticket"]
        in_days = bool(own["in_working_days"].any())
        left_out = (self.left_out.reasons(own["ticket_id"], indicator) != "").to_numpy(dtype=bool)
        return own[list(CASE_COLUMNS)].assign(ticket=own["ticket_id"].map(keys), left_out=left_out), in_days

    def _elsewhere(self, stated: pd.DataFrame, cases: Mapping[str, tuple[pd.DataFrame, bool]]) -> Elsewhere:
        counted = [self.lists.counted[["ticket", "indicator", "period"]]]
        for name, (own, _) in cases.items():
            counted.append(own[["ticket"]].assign(indicator=name, period=self.judging.month.name))
        measured = pd.concat(counted, ignore_index=True)
        return Elsewhere(
            *(
                pd.DataFrame(
                    {
                        "folded": folded(frame["ticket"]),
                        "indicator": frame["indicator"].astype("str"),
                        "period": frame["period"].astype("str"),
                    }
                )
                for frame in (measured, stated)
            )
        )

    def _by_outages(self, stated: pd.DataFrame) -> Iterator[ReconciledOutages]:
        month, measured = self.judging.month, self.evaluation.outages
        covered = services_covered(stated, month.starts_at, month.ends_at)
        watched = set(self.measuring.facts.states["service"].astype("str").unique().tolist())
        here = stated.loc[lasting(stated, month.starts_at, month.ends_at)]
        for indicator in self._judged():
            services = [one for one in indicator.services if one in covered and one in watched]
            if isinstance(indicator, MonitoringIndicator) and services:
                behind = _behind(measured, indicator.id)
                figuring = OutageFiguring(indicator, self.measuring, self.left_out)
                yield reconcile_outages(self.name, figuring, self.judging, behind, here, services)


def _behind(measured: pd.DataFrame, indicator: str) -> pd.DataFrame:
    if measured.empty:
        return pd.DataFrame(columns=["service", "unit", "starts_at", "ends_at", "counted", "users_affected"])
    return measured.loc[(measured["indicator"] == indicator).to_numpy(dtype=bool)]


def _figure_order(figure: ReconciledFigure) -> tuple[Decimal, str, str]:
    amount = Decimal(0) if figure.amount is None else figure.amount
    return (-abs(amount), figure.indicator, figure.service)


def _ticket_order(one: TicketDifference) -> tuple[bool, Decimal, int, bool, str, str]:
    """Most money first; then those with another verdict, which a further one may make count."""
    return (
        *money_order(one.effect),
        DifferenceKind.OTHER_VERDICT not in one.kinds,
        one.indicator,
        one.ticket,
    )
