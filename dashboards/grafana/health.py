"""Data health: sources, completeness, what could not be read, and whether the service itself runs."""

from dashboards.grafana import words
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import GREEN, ORANGE, RED, Field, Unit, evidence_link, page_link
from dashboards.grafana.panels import PLAIN, Panel, Row, gauges, series, stat, table, thresholds
from dashboards.grafana.queries import Promql, Sql
from dashboards.wording import Wording

SOURCES = Sql("""
SELECT source, last_intake_at, last_outcome, problem, rows, rejects, unmapped, unmapped_words
FROM reading.source
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
ORDER BY last_outcome = 'complete', unmapped DESC, rejects DESC, source
""")

REJECTS = Sql(
    """
SELECT starts_at AS time, source AS metric, (rejects + unmapped)::double precision AS value
FROM reading.source
WHERE contract = ${contract:sqlstring} AND starts_at >= $__timeFrom() AND starts_at < $__timeTo()
ORDER BY 1, 2
""",
    is_series=True,
)

COMPLETENESS = Sql("""
SELECT indicator || ' ' || label_@ AS indicator, service_@ AS service,
    floor(completeness * 1000) / 1000 AS completeness, verdict, evidence
FROM reading.outcome
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND view = 'as_measured'
ORDER BY completeness NULLS FIRST, position, service
""")

EVALUATIONS = Sql("""
SELECT period, known_at, evaluated_at, sealed_at, restatement, left(contract_version, 12) AS contract_version,
    program_version
FROM reading.month
WHERE contract = ${contract:sqlstring}
ORDER BY period DESC
LIMIT 36
""")

SILENT = Promql(
    "time() - supplierwatch_source_last_success_timestamp_seconds{contract=${contract:sqlstring}}",
    legend="{{source}}",
)
ALLOWED = Promql(
    "supplierwatch_source_silent_after_seconds{contract=${contract:sqlstring}}", legend="{{source}}"
)
UNMAPPED = Promql("supplierwatch_source_unmapped{contract=${contract:sqlstring}}", legend="{{source}}")
QUARANTINE = Promql("supplierwatch_source_rejects{contract=${contract:sqlstring}}", legend="{{source}}")
UNKNOWN_TIME = Promql(
    "time() - supplierwatch_source_reached_timestamp_seconds{contract=${contract:sqlstring}}",
    legend="{{source}}",
)
LEFT_ALONE = Promql("supplierwatch_source_left_alone{contract=${contract:sqlstring}}", legend="{{source}}")
GONE = Promql("supplierwatch_source_removed{contract=${contract:sqlstring}}", legend="{{source}}")
MISSING = Promql("supplierwatch_deliveries_missing{contract=${contract:sqlstring}}", legend="{{source}}")
# Prometheus keeps the label `job` for its own, and renames that of what it scrapes.
FAILING = Promql("supplierwatch_job_failing{contract=${contract:sqlstring}}", legend="{{exported_job}}")
OVERDUE = Promql(
    "supplierwatch_job_overdue_seconds{contract=${contract:sqlstring}}", legend="{{exported_job}}"
)
AGE = Promql(
    "time() - supplierwatch_evaluation_known_timestamp_seconds{contract=${contract:sqlstring}}",
    legend="{{month}}",
)
STORE = Promql("supplierwatch_store_up")
WAITING = Promql("supplierwatch_messages_waiting{contract=${contract:sqlstring}}")


def health(wording: Wording) -> Dashboard:
    """Return the dashboard of what the figures rest on."""
    return Dashboard(
        name="health",
        title=wording.text("7 Data health"),
        description=wording.text(
            "What the figures rest on: sources, completeness, what could not be read, jobs."
        ),
        variables=("contract", "period"),
        contents=[
            *_now(wording),
            Row(wording.text("Sources")),
            *_sources(wording),
            Row(wording.text("Completeness and evaluations")),
            *_figures(wording),
        ],
        since="now-12M",
    )


def _now(wording: Wording) -> list[Panel | Row]:
    here = page_link("/health")
    up = [
        {"type": "value", "options": {"1": {"text": wording.text("Yes")}, "0": {"text": wording.text("No")}}}
    ]
    bad = ((None, GREEN), (1, RED))
    late = ((None, GREEN), (1, ORANGE), (3600, RED))
    return [
        stat(
            wording.text("The store answers"),
            STORE,
            defaults=thresholds([(None, RED), (1, GREEN)]) | {"mappings": up},
            width=4,
            link=here,
        ),
        stat(
            wording.text("Age of the facts evaluated"),
            AGE,
            defaults=PLAIN | {"unit": Unit.SECONDS.value},
            width=5,
            link=here,
        ),
        gauges(
            wording.text("Jobs that fail"), FAILING, unit=Unit.NONE, steps=bad, width=5, height=5, link=here
        ),
        gauges(
            wording.text("Jobs overdue"), OVERDUE, unit=Unit.SECONDS, steps=late, width=6, height=5, link=here
        ),
        stat(wording.text("Messages waiting"), WAITING, defaults=PLAIN, width=4, link=here),
    ]


def _sources(wording: Wording) -> list[Panel | Row]:
    here = page_link("/health")
    listed = table(
        wording.text("Sources when the month was evaluated"),
        SOURCES,
        Field("source", wording.text("Source"), link=here),
        Field("last_intake_at", wording.text("Last intake"), Unit.INSTANT),
        Field("last_outcome", wording.text("How it went"), words=words.intakes(wording)),
        Field("problem", wording.text("Problem")),
        Field("rows", wording.text("Rows"), link=here),
        Field("rejects", wording.text("Rows in quarantine"), link=here),
        Field("unmapped", wording.text("Not explained by a mapping"), link=here),
        Field("unmapped_words", wording.text("Words without a mapping")),
        width=24,
    )
    day = ((None, GREEN), (86400, ORANGE), (172800, RED))
    some = ((None, GREEN), (1, ORANGE))
    return [
        listed,
        gauges(
            wording.text("Time since each source was heard"),
            SILENT,
            unit=Unit.SECONDS,
            steps=day,
            width=6,
            link=here,
        ),
        gauges(
            wording.text("Longest silence accepted"),
            ALLOWED,
            unit=Unit.SECONDS,
            steps=((None, GREEN),),
            width=6,
            link=here,
        ),
        gauges(
            wording.text("Words without a mapping"), UNMAPPED, unit=Unit.NONE, steps=some, width=6, link=here
        ),
        gauges(
            wording.text("Rows in quarantine"), QUARANTINE, unit=Unit.NONE, steps=some, width=6, link=here
        ),
        *_asked(wording),
    ]


def _asked(wording: Wording) -> list[Panel | Row]:
    """How far systems are known, which are left alone, what they lost, and what was not delivered."""
    here = page_link("/health")
    day = ((None, GREEN), (86400, ORANGE), (172800, RED))
    some = ((None, GREEN), (1, ORANGE))
    return [
        gauges(
            wording.text("Time not known yet"),
            UNKNOWN_TIME,
            unit=Unit.SECONDS,
            steps=day,
            width=6,
            link=here,
        ),
        gauges(
            wording.text("Left alone after failures"),
            LEFT_ALONE,
            unit=Unit.NONE,
            steps=some,
            width=6,
            link=here,
        ),
        gauges(
            wording.text("Deliveries missing"),
            MISSING,
            unit=Unit.NONE,
            steps=((None, GREEN), (1, RED)),
            width=6,
            link=here,
        ),
        gauges(
            wording.text("Tickets gone"), GONE, unit=Unit.NONE, steps=((None, GREEN),), width=6, link=here
        ),
    ]


def _figures(wording: Wording) -> list[Panel | Row]:
    complete = table(
        wording.text("Completeness, the least first"),
        COMPLETENESS,
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("completeness", wording.text("Known"), Unit.SHARE, decimals=1, link=evidence_link()),
        Field("verdict", wording.text("Verdict"), words=words.verdicts(wording)),
        Field("evidence", is_hidden=True),
        height=11,
    )
    unread = series(
        wording.text("Rows that could not be read, by month"),
        REJECTS,
        bars=True,
        height=11,
        link=page_link("/health"),
    )
    evaluations = table(
        wording.text("Evaluations shown"),
        EVALUATIONS,
        Field("period", wording.text("Month"), link=page_link("/reports/${__data.fields.period}")),
        Field("known_at", wording.text("Facts known up to"), Unit.INSTANT),
        Field("evaluated_at", wording.text("Evaluated"), Unit.INSTANT),
        Field("sealed_at", wording.text("Sealed"), Unit.INSTANT),
        Field("restatement", wording.text("Restatement")),
        Field("contract_version", wording.text("Version of the contract")),
        Field("program_version", wording.text("Version of the program")),
        width=24,
    )
    return [complete, unread, evaluations]
