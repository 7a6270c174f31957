"""Segments and units, the worst first, so that none is hidden in an average; parts with too few cases are."""

from dashboards.grafana import words
from dashboards.grafana.audiences import Audience
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import Panel, Row, series, table
from dashboards.grafana.queries import Sql
from dashboards.wording import Wording

SEGMENTS = Sql("""
SELECT segment_@ AS segment, indicator || ' ' || label_@ AS indicator, service_@ AS service, value_@ AS value,
    target_@ AS target, verdict, sample_size AS cases, misses, too_few::text AS too_few, evidence
FROM reading.outcome_of_segment
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
    AND (service IN (${service:sqlstring}) OR service = '') AND segment IN (${segment:sqlstring})
ORDER BY too_few, verdict = 'missed' DESC NULLS LAST,
    greatest((lowest - value) / nullif(lowest, 0), (value - highest) / nullif(greatest(highest, 1), 0))
    DESC NULLS LAST, position, segment
LIMIT 200
""")

UNITS = Sql("""
SELECT unit_label AS unit, segment_@ AS segment, indicator || ' ' || label_@ AS indicator,
    service_@ AS service, value_@ AS value, target_@ AS target, verdict, sample_size AS cases, misses,
    too_few::text AS too_few, unit AS unit_key, evidence
FROM reading.outcome_of_unit
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
    AND (service IN (${service:sqlstring}) OR service = '') AND segment IN (${segment:sqlstring})
ORDER BY too_few, verdict = 'missed' DESC NULLS LAST,
    greatest((lowest - value) / nullif(lowest, 0), (value - highest) / nullif(greatest(highest, 1), 0))
    DESC NULLS LAST, position, unit
LIMIT 200
""")

# Of what was judged of each unit, how much was missed; nothing hidden is counted.
WORST_UNITS = Sql("""
SELECT unit_label AS unit, segment_@ AS segment, users,
    count(*) FILTER (WHERE verdict = 'missed') AS missed,
    count(*) FILTER (WHERE verdict IN ('met', 'missed')) AS judged,
    count(*) FILTER (WHERE too_few) AS hidden,
    unit AS unit_key
FROM reading.outcome_of_unit
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
    AND (service IN (${service:sqlstring}) OR service = '') AND segment IN (${segment:sqlstring})
GROUP BY unit, unit_label, segment_@, users
ORDER BY missed DESC, judged, unit_label
LIMIT 200
""")

FLOW = Sql("""
SELECT unit_label AS unit, segment_@ AS segment, opened, ended, reopened, hand_overs, open_at_end,
    too_few::text AS too_few, unit AS unit_key
FROM reading.ticket_flow_of_unit
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND segment IN (${segment:sqlstring})
ORDER BY too_few, open_at_end DESC NULLS LAST, unit_label
LIMIT 200
""")

BY_MONTH = Sql(
    """
SELECT starts_at AS time, segment_@ AS metric,
    count(*) FILTER (WHERE verdict = 'missed')::double precision
        / nullif(count(*) FILTER (WHERE verdict IN ('met', 'missed')), 0) AS value
FROM reading.outcome_of_segment
WHERE contract = ${contract:sqlstring} AND segment IN (${segment:sqlstring})
    AND (service IN (${service:sqlstring}) OR service = '')
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY 1, 2
ORDER BY 1, 2
""",
    is_series=True,
)


def segments(wording: Wording) -> Dashboard:
    """Return the dashboard of segments and units."""
    return Dashboard(
        name="segments",
        title=wording.text("5 Segments and units"),
        description=wording.text("The worst first. Where cases are too few nothing but that is shown."),
        variables=("contract", "period", "service", "segment"),
        contents=[
            *_segments(wording),
            Row(wording.text("Units")),
            *_units(wording),
        ],
        since="now-12M",
    )


def _measured(wording: Wording) -> list[Field]:
    return [
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("value", wording.text("Outcome"), link=evidence_link()),
        Field("target", wording.text("Target")),
        Field("verdict", wording.text("Verdict"), words=words.verdicts(wording)),
        Field("cases", wording.text("Cases"), link=evidence_link()),
        Field("misses", wording.text("Misses"), link=evidence_link()),
        Field("too_few", wording.text("Too few cases"), words=words.hidden_or_nothing(wording)),
        Field("evidence", is_hidden=True),
    ]


def _segments(wording: Wording) -> list[Panel | Row]:
    worst = table(
        wording.text("Segments, the worst first"),
        SEGMENTS,
        Field("segment", wording.text("Segment")),
        *_measured(wording),
        width=16,
        height=11,
        hidden_from=frozenset({Audience.UNIT}),
    )
    by_month = series(
        wording.text("Share of indicators missed, by segment"),
        BY_MONTH,
        unit=Unit.SHARE,
        width=8,
        height=11,
        link=page_link("/reports/${__value.time:date:YYYY-MM}"),
        hidden_from=frozenset({Audience.UNIT}),
    )
    return [worst, by_month]


def _units(wording: Wording) -> list[Panel | Row]:
    unit = Field("unit", wording.text("Unit"), link=page_link("/units/${__data.fields.unit_key}"))
    segment, hidden = Field("segment", wording.text("Segment")), Field("unit_key", is_hidden=True)
    to_unit = unit.link
    worst = table(
        wording.text("Units, the most misses first"),
        WORST_UNITS,
        unit,
        segment,
        Field("users", wording.text("Users")),
        Field("missed", wording.text("Missed"), link=to_unit),
        Field("judged", wording.text("Judged"), link=to_unit),
        Field("hidden", wording.text("With too few cases"), link=to_unit),
        hidden,
        height=11,
    )
    flow = table(
        wording.text("Tickets of units"),
        FLOW,
        unit,
        segment,
        Field("opened", wording.text("Opened"), link=to_unit),
        Field("ended", wording.text("Ended"), link=to_unit),
        Field("reopened", wording.text("Reopened"), link=to_unit),
        Field("hand_overs", wording.text("Hand-overs"), link=to_unit),
        Field("open_at_end", wording.text("Still open"), link=to_unit),
        Field("too_few", wording.text("Too few cases"), words=words.hidden_or_nothing(wording)),
        hidden,
        height=11,
    )
    listed = table(
        wording.text("Indicators of units, the worst first"),
        UNITS,
        unit,
        segment,
        *_measured(wording),
        hidden,
        width=24,
        height=14,
    )
    return [worst, flow, listed]
