"""Tickets: handled in time or not, how old the backlog is, whom they wait for, what goes to and fro."""

from dashboards.grafana import words
from dashboards.grafana.audiences import Audience
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import PLAIN, Panel, Row, bars, series, table
from dashboards.grafana.queries import Promql, Sql
from dashboards.wording import Wording

COMPLIANCE = Sql("""
SELECT indicator || ' ' || label_@ AS indicator, priority, service_@ AS service, cases_after AS cases,
    missed_after AS missed,
    CASE WHEN cases_after > unknown
        THEN floor((cases_after - unknown - missed_after) * 1000.0 / (cases_after - unknown)) / 1000
        END AS within,
    left_out, unknown, evidence
FROM reading.ticket_group
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND service IN (${service:sqlstring})
ORDER BY priority, within NULLS LAST, position
""")

COMPLIANCE_BY_MONTH = Sql(
    """
SELECT starts_at AS time, indicator || ' ' || priority AS metric,
    (floor(sum(cases_after - unknown - missed_after) * 10000 / nullif(sum(cases_after - unknown), 0)) / 10000)
        ::double precision AS value
FROM reading.ticket_group
WHERE contract = ${contract:sqlstring} AND service IN (${service:sqlstring}) AND priority <> ''
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY 1, 2
HAVING sum(cases_after - unknown) > 0
ORDER BY 1, 2
""",
    is_series=True,
)

AGES = Sql("""
SELECT age AS age,
    count(*) FILTER (WHERE priority = 'P1') AS p1,
    count(*) FILTER (WHERE priority = 'P2') AS p2,
    count(*) FILTER (WHERE priority = 'P3') AS p3,
    count(*) FILTER (WHERE priority NOT IN ('P1', 'P2', 'P3')) AS others,
    max(period) AS period
FROM (
    SELECT period, priority, CASE WHEN age_days < 1 THEN 1 WHEN age_days < 7 THEN 2 WHEN age_days < 30 THEN 3
        WHEN age_days < 90 THEN 4 ELSE 5 END AS place,
        CASE WHEN age_days < 1 THEN '< 1' WHEN age_days < 7 THEN '1 - 7' WHEN age_days < 30 THEN '7 - 30'
        WHEN age_days < 90 THEN '30 - 90' ELSE '> 90' END AS age
    FROM reading.open_ticket
    WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
        AND service IN (${service:sqlstring})
) AS aged
GROUP BY place, age
ORDER BY place
""")

WAITS = Sql("""
SELECT waits_for, count(*) AS tickets, max(age_days) AS oldest, avg(age_days)::double precision AS mean
FROM reading.open_ticket
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND service IN (${service:sqlstring})
GROUP BY waits_for
ORDER BY tickets DESC
""")

WAITED = Sql(
    """
SELECT month.starts_at AS time, party.metric, sum(party.seconds) / 3600.0 AS value
FROM reading.ticket_group AS month
CROSS JOIN LATERAL (
    VALUES ('user', waiting_user), ('customer', waiting_customer), ('third', waiting_third)
) AS party (metric, seconds)
WHERE contract = ${contract:sqlstring} AND service IN (${service:sqlstring})
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY 1, 2
ORDER BY 1, 2
""",
    is_series=True,
)

FLOW = Sql(
    """
SELECT flow.starts_at AS time, counted.metric, sum(counted.tickets)::double precision AS value
FROM reading.ticket_flow AS flow
CROSS JOIN LATERAL (
    VALUES ('opened', opened), ('ended', ended), ('open_at_end', open_at_end)
) AS counted (metric, tickets)
WHERE contract = ${contract:sqlstring} AND service IN (${service:sqlstring})
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY 1, 2
ORDER BY 1, 2
""",
    is_series=True,
)

TO_AND_FRO = Sql(
    """
SELECT flow.starts_at AS time, counted.metric,
    sum(counted.times)::double precision / nullif(sum(flow.ended), 0) AS value
FROM reading.ticket_flow AS flow
CROSS JOIN LATERAL (VALUES ('reopened', reopened), ('hand_overs', hand_overs)) AS counted (metric, times)
WHERE contract = ${contract:sqlstring} AND service IN (${service:sqlstring})
    AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
GROUP BY 1, 2
HAVING sum(flow.ended) > 0
ORDER BY 1, 2
""",
    is_series=True,
)

RUNNING = Sql("""
SELECT indicator || ' ' || label_@ AS indicator, service_@ AS service, priority, count(*) AS running,
    count(*) FILTER (WHERE NOT is_missed AND used_share >= 0.8) AS near,
    count(*) FILTER (WHERE is_missed) AS over,
    min(due_at) FILTER (WHERE NOT is_missed) AS next_due, evidence
FROM reading.open_case
WHERE contract = ${contract:sqlstring} AND service IN (${service:sqlstring})
    AND period = (SELECT newest_period FROM reading.contract)
GROUP BY 1, 2, 3, evidence
ORDER BY over DESC, near DESC, 1, 2
LIMIT 100
""")

OVERDUE = Promql(
    "sum by (indicator) (supplierwatch_tickets_overdue{contract=${contract:sqlstring}})",
    legend="{{indicator}}",
    is_instant=False,
)


def tickets(wording: Wording) -> Dashboard:
    """Return the dashboard of tickets."""
    return Dashboard(
        name="tickets",
        title=wording.text("3 Tickets"),
        description=wording.text(
            "Handled in time by priority, age of the backlog, waiting, reopening, hand-overs."
        ),
        variables=("contract", "period", "service"),
        contents=[
            *_in_time(wording),
            Row(wording.text("Backlog")),
            *_backlog(wording),
            Row(wording.text("Waiting, reopening and hand-overs")),
            *_motion(wording),
        ],
        since="now-12M",
    )


def _month() -> str:
    return page_link("/reports/${__value.time:date:YYYY-MM}")


def _in_time(wording: Wording) -> list[Panel | Row]:
    listed = table(
        wording.text("Handled in time, by priority"),
        COMPLIANCE,
        Field("indicator", wording.text("Indicator")),
        Field("priority", wording.text("Priority"), width=90),
        Field("service", wording.text("Service")),
        Field("cases", wording.text("Cases"), link=evidence_link(), width=90),
        Field("missed", wording.text("Misses"), link=evidence_link(), width=90),
        Field("within", wording.text("In time"), Unit.SHARE, decimals=1, link=evidence_link(), width=90),
        Field("left_out", wording.text("Left out"), link=evidence_link(), width=90),
        Field("unknown", wording.text("Unknown"), link=evidence_link(), width=90),
        Field("evidence", is_hidden=True),
        width=14,
        height=12,
    )
    by_month = series(
        wording.text("In time by month"),
        COMPLIANCE_BY_MONTH,
        unit=Unit.SHARE,
        defaults={"decimals": 2},
        width=10,
        height=12,
        link=_month(),
    )
    return [listed, by_month]


def _backlog(wording: Wording) -> list[Panel | Row]:
    report = page_link("/reports/${period}")
    ages = bars(
        wording.text("Age of open tickets, in days"),
        AGES,
        Field("p1", "P1"),
        Field("p2", "P2"),
        Field("p3", "P3"),
        Field("others", wording.text("Others")),
        Field("period", is_hidden=True),
        category="age",
        width=10,
        defaults=PLAIN,
        link=report,
    )
    waits = table(
        wording.text("Whom open tickets wait for"),
        WAITS,
        Field("waits_for", wording.text("Waits for"), words=words.parties(wording)),
        Field("tickets", wording.text("Tickets"), link=report),
        Field("mean", wording.text("Mean age"), Unit.DAYS, decimals=1, link=report),
        Field("oldest", wording.text("Oldest"), Unit.DAYS, decimals=0, link=report),
        width=6,
    )
    past = series(
        wording.text("Open tickets past their limit"),
        OVERDUE,
        width=8,
        link=page_link("/indicators/${__field.labels.indicator}"),
    )
    running = table(
        wording.text("Clocks that run now"),
        RUNNING,
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("priority", wording.text("Priority")),
        Field("running", wording.text("Running"), link=evidence_link()),
        Field("near", wording.text("About to miss"), link=evidence_link()),
        Field("over", wording.text("Past the limit"), link=evidence_link()),
        Field("next_due", wording.text("Next limit"), Unit.INSTANT),
        Field("evidence", is_hidden=True),
        width=24,
        # Nothing runs for who sees sealed months only.
        hidden_from=frozenset({Audience.SUPPLIER}),
    )
    return [ages, waits, past, running]


def _motion(wording: Wording) -> list[Panel | Row]:
    return [
        series(
            wording.text("Hours waited, by party"),
            WAITED,
            unit=Unit.HOURS,
            bars=True,
            fields=[
                Field("user", wording.text("The user")),
                Field("customer", wording.text("The customer")),
                Field("third", wording.text("A third party")),
            ],
            width=8,
            link=_month(),
        ),
        series(
            wording.text("Opened, ended, still open"),
            FLOW,
            fields=[
                Field("opened", wording.text("Opened")),
                Field("ended", wording.text("Ended")),
                Field("open_at_end", wording.text("Open at the end of the month")),
            ],
            width=8,
            link=_month(),
        ),
        series(
            wording.text("Reopened and handed over, per ended ticket"),
            TO_AND_FRO,
            fields=[
                Field("reopened", wording.text("Reopened")),
                Field("hand_overs", wording.text("Hand-overs")),
            ],
            width=8,
            link=_month(),
        ),
    ]
