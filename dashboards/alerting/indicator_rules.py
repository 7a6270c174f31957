"""Rules about one indicator: its misses, its budget, its forecast, its tickets."""

from collections.abc import Iterator

from dashboards.alerting.expressions import beyond, both_above, gauge
from dashboards.alerting.rule import Rule, Ruling, path_of, sentence
from dashboards.wording.words import marked
from evaluator.contract.indicators import AnyIndicator, Availability, Duty, LeadTime, TimeWithinTarget
from evaluator.core.alerts.burn import window_name
from evaluator.core.alerts.burn_windows import burning_indicators, pairs_watched
from evaluator.decisions.alert_terms import Kind

SERVICE = "{{ with $labels.service }} ({{ . }}){{ end }}"
"""The service of an alert in brackets; nothing where all are measured together."""

BREACH = "SupplierwatchTargetMissed"
BUDGET_GONE = "SupplierwatchTargetOutOfReach"
BURN = "SupplierwatchBudgetBurn"
FORECAST = "SupplierwatchForecastMiss"
TICKETS = "SupplierwatchTicketAboutToMiss"


def indicator_rules(ruling: Ruling, indicator: AnyIndicator) -> Iterator[Rule]:
    """Yield the rules of one indicator that are wanted."""
    wants = ruling.terms.wants
    if wants(Kind.BREACH, indicator.id):
        yield _missed(ruling, indicator)
        yield from _out_of_reach(ruling, indicator)
    if wants(Kind.BURN, indicator.id) and indicator.id in burning_indicators(ruling.contract):
        yield from _burning(ruling, indicator)
    if wants(Kind.FORECAST_MISS, indicator.id):
        yield _forecast(ruling, indicator)
    if wants(Kind.TICKET_ABOUT_TO_MISS, indicator.id) and isinstance(
        indicator, TimeWithinTarget | LeadTime | Duty
    ):
        yield _tickets(ruling, indicator)


def _missed(ruling: Ruling, indicator: AnyIndicator) -> Rule:
    verdict = {"month": "finished", "verdict": "missed"}
    return ruling.rule(
        BREACH,
        f"{gauge('indicator_verdict', **_labels(ruling, indicator), **verdict)} == 1",
        ruling.terms.severity(Kind.BREACH),
        sentence(
            marked("{indicator} {label}{service} missed its target in the last month that is over"),
            indicator=indicator.id,
            label=indicator.label,
            service=SERVICE,
        ),
        sentence(marked("See what the miss rests on, tell the supplier, and claim what it is worth.")),
        path_of("indicators", indicator.id),
        indicator=indicator.id,
    )


def _out_of_reach(ruling: Ruling, indicator: AnyIndicator) -> Iterator[Rule]:
    expression = _lost(ruling, indicator)
    if expression:
        yield ruling.rule(
            BUDGET_GONE,
            expression,
            ruling.terms.severity(Kind.BREACH),
            sentence(
                marked("{indicator} {label}{service} can no longer reach its target in the running month"),
                indicator=indicator.id,
                label=indicator.label,
                service=SERVICE,
            ),
            sentence(marked("See which outages or cases used up what was allowed, and tell the supplier.")),
            path_of("indicators", indicator.id),
            indicator=indicator.id,
        )


def _lost(ruling: Ruling, indicator: AnyIndicator) -> str:
    """When the running month is lost, whatever is still to come; empty where that cannot be told.

    The budget of an availability is that of the whole month; other shares have one of the cases so far.
    """
    running = {**_labels(ruling, indicator), "month": "running"}
    target = indicator.target
    if isinstance(indicator, Availability) and target.highest is None:
        sign = "<" if target.from_value is not None else "<="
        return f"{gauge('budget_left_ratio', **running)} {sign} 0"
    if indicator.sums_misses and target.highest is not None:
        return beyond(gauge("indicator_value", **running), target)
    return ""


def _burning(ruling: Ruling, indicator: AnyIndicator) -> Iterator[Rule]:
    for pair in pairs_watched(ruling.terms.burn, indicator, ruling.contract):
        long_window, short_window = (
            gauge("burn_rate", **_labels(ruling, indicator), window=window_name(window))
            for window in (pair.long_window, pair.short_window)
        )
        yield ruling.rule(
            BURN,
            both_above(long_window, short_window, pair.factor),
            pair.severity,
            sentence(
                marked(
                    "{indicator} {label}{service} uses up what its target allows {rate} times too fast,"
                    " over {window}"
                ),
                indicator=indicator.id,
                label=indicator.label,
                service=SERVICE,
                rate='{{ $value | printf "%.1f" }}',
                window=window_name(pair.long_window),
            ),
            sentence(marked("Ask the supplier what is going on now, and see what is open.")),
            path_of("indicators", indicator.id),
            hold_for=pair.hold_for,
            indicator=indicator.id,
            window=window_name(pair.long_window),
        )


def _forecast(ruling: Ruling, indicator: AnyIndicator) -> Rule:
    expression = f"{gauge('forecast_miss', **_labels(ruling, indicator))} == 1"
    lost = _lost(ruling, indicator)
    if lost:
        expression += f" unless on (contract, indicator, service) {lost}"
    return ruling.rule(
        FORECAST,
        expression,
        ruling.terms.severity(Kind.FORECAST_MISS),
        sentence(
            marked("{indicator} {label}{service} is forecast to miss its target"),
            indicator=indicator.id,
            label=indicator.label,
            service=SERVICE,
        ),
        sentence(marked("See the trend and what the forecast rests on, and ask for an action plan.")),
        path_of("indicators", indicator.id),
        indicator=indicator.id,
    )


def _tickets(ruling: Ruling, indicator: AnyIndicator) -> Rule:
    return ruling.rule(
        TICKETS,
        f"{gauge('tickets_about_to_miss', **_labels(ruling, indicator))} > 0",
        ruling.terms.severity(Kind.TICKET_ABOUT_TO_MISS),
        sentence(
            marked("{indicator} {label}{service}: {count} open tickets whose time runs out within {within}"),
            indicator=indicator.id,
            label=indicator.label,
            service=SERVICE,
            count="{{ $value }}",
            within=window_name(ruling.terms.ticket_within),
        ),
        sentence(marked("See which tickets they are, and remind the supplier.")),
        path_of("indicators", indicator.id),
        indicator=indicator.id,
    )


def _labels(ruling: Ruling, indicator: AnyIndicator) -> dict[str, str]:
    return {"contract": ruling.name, "indicator": indicator.id}
