"""Lägesbild: is the contract kept, what does that come to, and what has to be decided by when."""

from dashboards.grafana import words
from dashboards.grafana.audiences import OTHERS
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import GREEN, ORANGE, RED, Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import PLAIN, Panel, Row, stat, table, thresholds
from dashboards.grafana.queries import Promql, Sql
from dashboards.wording import Wording

NEXT_DECISION = Sql("""
SELECT label_@ AS decision, days_left, on_day::timestamptz AS on_day
FROM reading.decision_date
WHERE contract = ${contract:sqlstring} AND days_left >= 0 AND state IN ('open', '')
ORDER BY on_day
LIMIT 2
""")

COUNTS = Sql("""
SELECT
    count(*) FILTER (WHERE verdict = 'met') AS met,
    count(*) FILTER (WHERE verdict = 'missed') AS missed,
    count(*) FILTER (WHERE verdict IN ('not_assessable', 'not_measured')) AS not_told,
    max(period) AS period
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'after_exclusions'
    AND (service IN (${service:sqlstring}) OR service = '')
""")

# Cut to the one decimal shown, because Grafana would round up into a better band.
SCORE = Sql("""
SELECT (floor(low::numeric * 10) / 10)::double precision AS low,
    (floor(high::numeric * 10) / 10)::double precision AS high, evidence
FROM reading.score
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
""")

CREDIT = Sql("""
SELECT credited::double precision AS credited, to_date::double precision AS to_date, currency, evidence
FROM reading.credit_total
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'after_exclusions'
""")

VERDICTS = Sql("""
SELECT indicator || ' ' || label_@ AS indicator, service_@ AS service, value_@ AS value, target_@ AS target,
    verdict, points_after_repeat AS points, trend_direction AS trend, evidence
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'after_exclusions'
    AND (service IN (${service:sqlstring}) OR service = '')
ORDER BY verdict <> 'missed', position, service
""")

ATTENTION = Sql("""
SELECT concern, subject, detail, evidence
FROM (
    SELECT CASE WHEN is_open THEN 'trigger' ELSE 'near' END AS concern,
        concat_ws(': ', label_@, nullif(of_@, '')) AS subject, reached || ' / ' || needed AS detail, evidence,
        CASE WHEN is_open THEN 1 ELSE 5 END AS place
    FROM reading.trigger
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
        AND (is_open OR (needed > 1 AND reached * 10 >= needed * 8) OR (needed > 2 AND reached = needed - 1))
    UNION ALL
    SELECT CASE WHEN verdict <> 'missed' THEN 'unknown' WHEN repeated THEN 'repeated' ELSE 'missed' END,
        indicator || ' ' || label_@ || ', ' || service_@, concat_ws(' ', value_@, target_@), evidence,
        CASE WHEN verdict <> 'missed' THEN 7 WHEN repeated THEN 2 ELSE 3 END
    FROM reading.outcome
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'after_exclusions'
        AND verdict <> 'met' AND (service IN (${service:sqlstring}) OR service = '')
    UNION ALL
    SELECT 'overdue', indicator || ' ' || label_@ || ', ' || service_@, count(*)::text, evidence, 4
    FROM reading.open_case
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND is_missed
        AND service IN (${service:sqlstring})
    GROUP BY indicator, label_@, service_@, evidence
    UNION ALL
    SELECT 'forecast', indicator || ' ' || label_@ || ', ' || service_@, on_day::text, evidence, 6
    FROM reading.forecast
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND expected = 'miss'
        AND (service IN (${service:sqlstring}) OR service = '')
    UNION ALL
    SELECT 'source', source, last_outcome, '', 8
    FROM reading.source
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND last_outcome <> 'complete'
) AS concerns
ORDER BY place, subject
""")

ABOUT_TO_MISS = Promql("sum(supplierwatch_tickets_about_to_miss{contract=${contract:sqlstring}})")
CLAIM_DAYS = Promql("min(supplierwatch_claim_days_left{contract=${contract:sqlstring}})")


def overview(wording: Wording) -> Dashboard:
    """Return the dashboard that everybody opens first."""
    return Dashboard(
        name="overview",
        title=wording.text("1 Overview"),
        description=wording.text(
            "Is the supplier keeping the contract, where not, and what must be decided when."
        ),
        variables=("contract", "period", "service"),
        contents=[*_figures(wording), Row(wording.text("What needs attention")), *_lists(wording)],
    )


def _figures(wording: Wording) -> list[Panel]:
    urgent = thresholds([(None, RED), (90, ORANGE), (365, GREEN)])
    days = Field("days_left", "${__data.fields.decision}", Unit.DAYS, link=page_link("/decision"))
    score = [
        Field(name, heading, decimals=1, link=evidence_link())
        for name, heading in (("low", wording.text("At least")), ("high", wording.text("At most")))
    ]
    money = [
        Field("credited", wording.text("This month"), link=evidence_link()),
        Field("to_date", wording.text("Since the contract began"), link=evidence_link()),
    ]
    counts = [
        Field("met", wording.text("Met"), link=_report()),
        Field("missed", wording.text("Below target"), link=_report()),
        Field("not_told", wording.text("Not assessable"), link=_report()),
    ]
    return [
        stat(
            wording.text("Decision clock"),
            NEXT_DECISION,
            days,
            shown="days_left",
            defaults=urgent,
            hidden_from=OTHERS,
        ),
        stat(wording.text("Verdicts"), COUNTS, *counts, shown="(met|missed|not_told)", defaults=PLAIN),
        stat(wording.text("Score"), SCORE, *score, shown="(low|high)", defaults=PLAIN, width=5),
        stat(
            wording.text("Credits, after agreed exclusions"),
            CREDIT,
            *money,
            shown="(credited|to_date)",
            defaults=PLAIN | {"decimals": 0},
            width=7,
        ),
    ]


def _report() -> str:
    return page_link("/reports/${__data.fields.period}")


def _lists(wording: Wording) -> list[Panel | Row]:
    hidden = Field("evidence", is_hidden=True)
    attention = table(
        wording.text("What needs attention"),
        ATTENTION,
        Field("concern", wording.text("Why"), words=words.concerns(wording), width=240),
        Field("subject", wording.text("What")),
        Field("detail", wording.text("Figure"), link=evidence_link(), width=220),
        hidden,
        width=16,
        height=9,
    )
    now = [
        stat(
            wording.text("Tickets about to miss their limit"),
            ABOUT_TO_MISS,
            defaults=PLAIN,
            width=4,
            height=9,
            link=page_link("/"),
        ),
        stat(
            wording.text("Days until a claim lapses"),
            CLAIM_DAYS,
            defaults=thresholds([(None, RED), (30, ORANGE), (60, GREEN)]) | {"unit": Unit.DAYS.value},
            width=4,
            height=9,
            link=page_link("/reports"),
        ),
    ]
    verdicts = table(
        wording.text("Verdict per indicator"),
        VERDICTS,
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("value", wording.text("Outcome"), link=evidence_link()),
        Field("target", wording.text("Target")),
        Field("verdict", wording.text("Verdict"), words=words.verdicts(wording)),
        Field("points", wording.text("Points")),
        Field("trend", wording.text("Trend"), words=words.directions(wording)),
        hidden,
        width=24,
        height=16,
    )
    return [attention, *now, Row(wording.text("Verdict per indicator")), verdicts]
