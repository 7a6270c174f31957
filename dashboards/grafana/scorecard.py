"""Supplier scorecard: every indicator by month, points, repeated misses, credits and thresholds."""

from dashboards.grafana import words
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import GREEN, GREY, ORANGE, RED, YELLOW, Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import Panel, Row, series, table, thresholds
from dashboards.grafana.queries import Sql
from dashboards.wording import Wording

# A verdict in one figure: points, and below nothing for what could not be judged.
BY_MONTH = Sql("""
SELECT concat_ws('/', indicator, nullif(service, '')) AS measured, period,
    CASE verdict WHEN 'met' THEN 0 WHEN 'missed' THEN greatest(points_after_repeat, 1)
        WHEN 'not_assessable' THEN -1 ELSE -2 END AS points
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND view = 'after_exclusions'
    AND (service IN (${service:sqlstring}) OR service = '')
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY position, service, period
""")

NAMES = Sql("""
SELECT concat_ws('/', indicator, nullif(service, '')) AS measured, label_@ AS indicator, service_@ AS service,
    clause, target_@ AS target, count(*) FILTER (WHERE verdict = 'missed') AS missed,
    count(*) FILTER (WHERE repeated) AS repeated, sum(points_after_repeat) AS points,
    max(evidence) AS evidence
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND view = 'after_exclusions'
    AND (service IN (${service:sqlstring}) OR service = '')
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY indicator, service, label_@, service_@, clause, target_@, position
ORDER BY points DESC, position, measured
""")

SCORES = Sql(
    """
SELECT scored.starts_at AS time, ends.metric, ends.value
FROM reading.score AS scored
CROSS JOIN LATERAL (
    VALUES ('low', (floor(low::numeric * 10) / 10)::double precision),
        ('high', (floor(high::numeric * 10) / 10)::double precision)
) AS ends (metric, value)
WHERE contract = ${contract:sqlstring} AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

POINTS = Sql(
    """
SELECT starts_at AS time, service_@ AS metric, points::double precision AS value
FROM reading.credit
WHERE contract = ${contract:sqlstring} AND view = 'after_exclusions' AND service IN (${service:sqlstring})
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

CREDITS = Sql(
    """
SELECT starts_at AS time, service_@ AS metric, amount::double precision AS value
FROM reading.credit
WHERE contract = ${contract:sqlstring} AND view = 'after_exclusions' AND service IN (${service:sqlstring})
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

CREDITS_OF_MONTH = Sql("""
SELECT credit.service_@ AS service, credit.points, credit.share, credit.amount::double precision AS amount,
    measured.amount::double precision AS measured, credit.capped_by, credit.currency, credit.evidence
FROM reading.credit AS credit
LEFT JOIN reading.credit AS measured
    ON measured.period = credit.period AND measured.service = credit.service AND measured.view = 'as_measured'
WHERE credit.contract = ${contract:sqlstring} AND credit.period = ${period:sqlstring}
    AND credit.view = 'after_exclusions' AND credit.service IN (${service:sqlstring})
ORDER BY credit.position
""")

TRIGGERS = Sql("""
SELECT label_@ AS trigger, of_@ AS of, reached, needed, is_open::text AS is_open, evidence
FROM reading.trigger
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
ORDER BY is_open DESC, reached::double precision / nullif(needed, 0) DESC, position
""")

STEPS = ((None, GREY), (-1, YELLOW), (0, GREEN), (1, ORANGE), (3, RED))


def scorecard(wording: Wording) -> Dashboard:
    """Return the dashboard of how the supplier did over time."""
    return Dashboard(
        name="scorecard",
        title=wording.text("4 Supplier scorecard"),
        description=wording.text("Each indicator by month, points, repeated misses, credits and thresholds."),
        variables=("contract", "period", "service"),
        contents=[
            *_indicators(wording),
            Row(wording.text("Score and points")),
            *_curves(wording),
            Row(wording.text("Credits and thresholds")),
            *_money(wording),
        ],
        since="now-12M",
    )


def _indicators(wording: Wording) -> list[Panel | Row]:
    # After the matrix is made a column is a month, and the first one names the indicator and service.
    matrix = {
        "id": "groupingToMatrix",
        "options": {"columnField": "period", "rowField": "measured", "valueField": "points"},
    }
    signs = {
        "-2": {"text": "–", "index": 0},  # noqa: RUF001 - the sign of what was not measured
        "-1": {"text": "?", "index": 1},
        "0": {"text": "✓", "index": 2},
    }
    by_month = Panel(
        wording.text("Indicators by month: points, ✓ met, ? not assessable, – not measured"),  # noqa: RUF001 - as above
        "table",
        [BY_MONTH],
        (Field("measured\\period", wording.text("Indicator and service"), width=170),),
        width=24,
        height=17,
        options={"showHeader": True, "cellHeight": "sm"},
        defaults={
            **thresholds(STEPS),
            "custom": {"cellOptions": {"type": "color-background", "mode": "basic"}, "align": "center"},
            "mappings": [{"type": "value", "options": signs}],
        },
        transformations=[matrix],
        link=page_link("/evidence/${__field.name}/${__data.fields[0]}"),
    )
    names = table(
        wording.text("Misses over the time shown, the most points first"),
        NAMES,
        Field("measured", is_hidden=True),
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("clause", wording.text("Clause")),
        Field("target", wording.text("Target")),
        Field("missed", wording.text("Months missed"), link=evidence_link()),
        Field("repeated", wording.text("Repeated misses"), link=evidence_link()),
        Field("points", wording.text("Points"), link=evidence_link()),
        Field("evidence", is_hidden=True),
        width=24,
        height=10,
    )
    return [by_month, names]


def _curves(wording: Wording) -> list[Panel | Row]:
    month = "/reports/${__value.time:date:YYYY-MM}"
    ends = [Field("low", wording.text("At least")), Field("high", wording.text("At most"))]
    return [
        series(
            wording.text("Score"),
            SCORES,
            fields=ends,
            defaults={"decimals": 1},
            link=page_link(month),
            width=8,
        ),
        series(wording.text("Points by service"), POINTS, bars=True, link=page_link(month), width=8),
        series(wording.text("Credits by service"), CREDITS, bars=True, link=page_link(month), width=8),
    ]


def _money(wording: Wording) -> list[Panel | Row]:
    credit = table(
        wording.text("Calculated credits of the month"),
        CREDITS_OF_MONTH,
        Field("service", wording.text("Service")),
        Field("points", wording.text("Points"), link=evidence_link()),
        Field("share", wording.text("Share of the fee"), Unit.SHARE, decimals=1, link=evidence_link()),
        Field("amount", wording.text("After agreed exclusions"), decimals=0, link=evidence_link()),
        Field("measured", wording.text("As measured"), decimals=0, link=evidence_link()),
        Field("capped_by", wording.text("Limited by"), words=words.caps(wording)),
        Field("currency", wording.text("Currency")),
        Field("evidence", is_hidden=True),
    )
    triggers = table(
        wording.text("Thresholds"),
        TRIGGERS,
        Field("trigger", wording.text("Threshold")),
        Field("of", wording.text("Of")),
        Field("reached", wording.text("Reached"), link=evidence_link()),
        Field("needed", wording.text("Needed")),
        Field("is_open", wording.text("Open"), words=words.yes_or_nothing(wording)),
        Field("evidence", is_hidden=True),
    )
    return [credit, triggers]
