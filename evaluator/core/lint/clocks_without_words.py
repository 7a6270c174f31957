"""L17: a clock that waits for states which no source of its tickets ever tells."""

from collections.abc import Iterator

from evaluator.contract.clocks import ClockCondition, ClockTerms
from evaluator.contract.indicators import CountTerms, Mean, Percentile, Share, TimeWithinTarget
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding
from evaluator.core.lint.sources_that_cannot import TICKETS

ID = "L17"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield clocks that could never run, stop or pause on the states that mappings give their tickets."""
    for name, data in sorted(_sources_of_clocks(examined).items()):
        given = [examined.sources[source] for source in sorted(data) if source in examined.sources]
        states = frozenset[str]().union(*(one.states for one in given if one.kind == TICKETS))
        if states:
            yield from _never(name, examined.contract.clocks[name], states)


def _never(name: str, clock: ClockTerms, states: frozenset[str]) -> Iterator[LintFinding]:
    told = f"states that the mappings give: {', '.join(sorted(states))}"
    for key, wanted, does in (("runs_in", clock.runs_in, "run"), ("stops_in", clock.stops_in, "stop")):
        by_field = clock.runs_when if key == "runs_in" else (*clock.stops_when, *clock.renews_when)
        if wanted and not by_field and not states.intersection(wanted):
            yield LintFinding(
                ID,
                ("clocks", name, key),
                f"the clock {name} can never {does}",
                f"it asks for {', '.join(wanted)}; {told}",
                "Map a status of the source to one of these states, or name the states that it gives",
            )
    pausing = states.difference(clock.runs_in, clock.stops_in, clock.cancels_in)
    if clock.runs_in and not clock.pauses_when and not clock.runs_when and not pausing:
        yield LintFinding(
            ID,
            ("clocks", name, "runs_in"),
            f"the clock {name} can never pause",
            f"{told}; it runs or ends in every one of them",
            "Map the source's waiting to waiting_user or waiting_customer, or accept that nothing pauses it",
        )


def _sources_of_clocks(examined: Examined) -> dict[str, set[str]]:
    """Return by clock the sources of the tickets that it judges."""
    found: dict[str, set[str]] = {}
    for _, indicator in examined.indicators():
        names: list[str | None] = []
        if isinstance(indicator, TimeWithinTarget):
            names = [indicator.clock]
        elif isinstance(indicator, CountTerms | Share):
            names = [one.clock for one in indicator.that if isinstance(one, ClockCondition)]
        elif isinstance(indicator, Mean | Percentile):
            names = [indicator.of.clock]
        for name in names:
            if name is not None:
                found.setdefault(name, set()).update(indicator.data)
    return found
