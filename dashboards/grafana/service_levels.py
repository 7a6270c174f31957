"""Service levels: how available services were, what of the budget is left, and every outage."""

from dashboards.grafana import words
from dashboards.grafana.audiences import Audience
from dashboards.grafana.dashboard import Dashboard, Marks
from dashboards.grafana.fields import BLUE, Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import Panel, Row, series, table, timeline
from dashboards.grafana.queries import Sql
from dashboards.wording import Wording

# Grafana rounds to the nearest, so what it does not show is cut here: no miss is rounded up into compliance.
AVAILABILITY = Sql(
    """
SELECT starts_at AS time, indicator || ' ' || service_@ AS metric,
    (floor(value::numeric * 100000) / 100000)::double precision AS value
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND kind IN ('availability', 'share_of_units')
    AND view = 'after_exclusions' AND value IS NOT NULL
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

BUDGET = Sql("""
SELECT indicator || ' ' || label_@ AS indicator, service_@ AS service,
    (floor(budget_left::numeric * 1000) / 1000)::double precision AS budget_left, budget_initial,
    budget_consumed, verdict, evidence
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'after_exclusions'
    AND budget_left IS NOT NULL
ORDER BY 3, position
""")

BUDGET_BY_MONTH = Sql(
    """
SELECT starts_at AS time, indicator || ' ' || service_@ AS metric,
    (floor(budget_left::numeric * 1000) / 1000)::double precision AS value
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND view = 'after_exclusions' AND budget_left IS NOT NULL
    AND kind = 'availability' AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

# Each service begins as up. Several indicators tell of one outage: the gravest word of it, the least number,
# holds, and where one outage ends as the next begins there is no time between.
STATES = Sql(
    """
SELECT time, metric, coalesce(min(nullif(value, 0)), 0) AS value
FROM (
    SELECT DISTINCT $__timeFrom()::timestamptz AS time, service_@ AS metric, 0 AS value
    FROM reading.outage
    WHERE contract = ${contract:sqlstring} AND unit = ''
        AND starts_at < $__timeTo() AND shown_until > $__timeFrom()
    UNION ALL
    SELECT greatest(starts_at, $__timeFrom()::timestamptz), service_@,
        CASE WHEN counted = 0 AND planned > 0 THEN 4 WHEN state = 'down' THEN 1 WHEN state = 'degraded' THEN 2
            ELSE 3 END
    FROM reading.outage
    WHERE contract = ${contract:sqlstring} AND unit = ''
        AND starts_at < $__timeTo() AND shown_until > $__timeFrom()
    UNION ALL
    SELECT shown_until, service_@, 0
    FROM reading.outage
    WHERE contract = ${contract:sqlstring} AND unit = '' AND ends_at IS NOT NULL
        AND shown_until > $__timeFrom() AND shown_until < $__timeTo()
) AS changes
GROUP BY time, metric
ORDER BY time, metric
""",
    is_series=True,
)

OUTAGES = Sql("""
SELECT service_@ AS service, unit_label AS unit, starts_at, ends_at, state, counted, planned, users_affected,
    left_out_by, evidence
FROM reading.outage
WHERE contract = ${contract:sqlstring} AND starts_at < $__timeTo() AND shown_until > $__timeFrom()
ORDER BY counted DESC, starts_at DESC
LIMIT 200
""")

MAINTENANCE = Sql("""
SELECT starts_at AS time, ends_at AS timeend, service_@ AS text, 'maintenance' AS tags
FROM reading.maintenance
WHERE contract = ${contract:sqlstring} AND starts_at < $__timeTo() AND ends_at > $__timeFrom()
ORDER BY 1
""")

BURN = Sql("""
SELECT indicator, service, window_seconds, rate,
    concat_ws('/', period, indicator, nullif(service, '')) AS evidence
FROM reading.burn_rate
WHERE contract = ${contract:sqlstring} AND rate IS NOT NULL
    AND period = (SELECT newest_period FROM reading.contract)
ORDER BY rate DESC
LIMIT 50
""")


def service_levels(wording: Wording) -> Dashboard:
    """Return the dashboard of what was monitored."""
    return Dashboard(
        name="service-levels",
        title=wording.text("2 Service levels"),
        description=wording.text(
            "Availability, what is left of each budget, and every outage with its cause."
        ),
        variables=("contract", "period"),
        contents=[
            *_curves(wording),
            Row(wording.text("Outages")),
            *_outages(wording),
            Row(wording.text("Budgets")),
            *_budgets(wording),
        ],
        since="now-12M",
        marks=(Marks(wording.text("Maintenance"), MAINTENANCE, BLUE),),
    )


def _curves(wording: Wording) -> list[Panel | Row]:
    month = page_link("/reports/${__value.time:date:YYYY-MM}")
    return [
        series(
            wording.text("Availability by month"),
            AVAILABILITY,
            unit=Unit.SHARE,
            defaults={"decimals": 3},
            link=month,
        ),
        series(
            wording.text("Budget left by month"),
            BUDGET_BY_MONTH,
            unit=Unit.SHARE,
            defaults={"decimals": 1},
            link=month,
        ),
    ]


def _outages(wording: Wording) -> list[Panel | Row]:
    shown = timeline(
        wording.text("State of services"),
        STATES,
        words.service_states(wording),
        width=24,
        height=8,
        link=page_link("/health"),
    )
    listed = table(
        wording.text("Outages, the longest first"),
        OUTAGES,
        Field("service", wording.text("Service")),
        Field("unit", wording.text("Unit")),
        Field("starts_at", wording.text("From"), Unit.INSTANT),
        Field("ends_at", wording.text("To"), Unit.INSTANT),
        Field("state", wording.text("State"), words=words.state_names(wording)),
        Field("counted", wording.text("Counts"), Unit.SECONDS, link=evidence_link()),
        Field("planned", wording.text("Agreed maintenance"), Unit.SECONDS, link=evidence_link()),
        Field("users_affected", wording.text("Users affected"), link=evidence_link()),
        Field("left_out_by", wording.text("Left out by")),
        Field("evidence", is_hidden=True),
        width=24,
        height=10,
    )
    return [shown, listed]


def _budgets(wording: Wording) -> list[Panel | Row]:
    left = table(
        wording.text("Budget left, the least first"),
        BUDGET,
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("budget_left", wording.text("Left"), Unit.SHARE, decimals=1, link=evidence_link()),
        Field("budget_initial", is_hidden=True),
        Field("budget_consumed", is_hidden=True),
        Field("verdict", wording.text("Verdict"), words=words.verdicts(wording)),
        Field("evidence", is_hidden=True),
        width=14,
        height=12,
    )
    burning = table(
        wording.text("How fast budgets burn now"),
        BURN,
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("window_seconds", wording.text("Window"), Unit.SECONDS),
        Field("rate", wording.text("Times what the target allows"), decimals=1, link=evidence_link()),
        Field("evidence", is_hidden=True),
        width=10,
        height=12,
        # Nothing runs for who sees sealed months only.
        hidden_from=frozenset({Audience.SUPPLIER}),
    )
    return [left, burning]
