"""Decision: the term, options and notice dates with the days left; the score now, what is expected then."""

from dashboards.grafana import words
from dashboards.grafana.audiences import OTHERS
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.fields import GREEN, ORANGE, RED, Field, Unit, evidence_link, page_link
from dashboards.grafana.overview import NEXT_DECISION, SCORE
from dashboards.grafana.panels import PLAIN, Panel, Row, series, stat, table, thresholds
from dashboards.grafana.queries import Promql, Sql
from dashboards.grafana.scorecard import SCORES
from dashboards.wording import Wording

TERM = Sql("""
SELECT title_@ AS contract, reference, customer, supplier, first_day::timestamptz AS first_day,
    last_day::timestamptz AS last_day, days_left
FROM reading.contract
WHERE contract = ${contract:sqlstring}
""")

DATES = Sql("""
SELECT label_@ AS decision, kind, on_day::timestamptz AS on_day, days_left,
    internal_day::timestamptz AS internal_day, internal_days_left,
    prolongs_to::timestamptz AS prolongs_to, state
FROM reading.decision_date
WHERE contract = ${contract:sqlstring}
ORDER BY on_day, position
""")

# What the months so far let expect for each date that decides something.
EXPECTED = Sql("""
SELECT occasion, coalesce(date.label_@, '') AS decision, forecast.on_day::timestamptz AS on_day,
    count(*) FILTER (WHERE expected = 'meet') AS meet,
    count(*) FILTER (WHERE expected = 'uncertain') AS uncertain,
    count(*) FILTER (WHERE expected = 'miss') AS miss,
    count(*) FILTER (WHERE expected = 'cannot_be_told') AS cannot_be_told,
    (floor(max(score.low)::numeric * 10) / 10)::double precision AS score_low,
    (floor(max(score.high)::numeric * 10) / 10)::double precision AS score_high,
    max(score.evidence) AS evidence
FROM reading.forecast
LEFT JOIN reading.decision_date AS date
    ON date.contract = forecast.contract AND date.decision = coalesce(nullif(forecast.option, ''), 'end')
LEFT JOIN reading.score ON score.period = forecast.period
WHERE forecast.contract = ${contract:sqlstring} AND forecast.period = ${period:sqlstring}
GROUP BY occasion, date.label_@, forecast.on_day
ORDER BY forecast.on_day
""")

FORECASTS = Sql("""
SELECT forecast.on_day::timestamptz AS on_day, occasion, indicator || ' ' || forecast.label_@ AS indicator,
    service_@ AS service,
    reading.shown(value::numeric, 1, value_unit, 0, 'language_@') AS value,
    reading.shown(low::numeric, 1, value_unit, 0, 'language_@') AS low,
    reading.shown(high::numeric, 1, value_unit, 0, 'language_@') AS high,
    expected, periods, evidence
FROM reading.forecast
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND occasion <> 'period_end'
ORDER BY on_day, expected <> 'miss', expected <> 'uncertain', position, service
LIMIT 200
""")

CLOCK = Promql(
    "supplierwatch_decision_days_left{contract=${contract:sqlstring}}",
    legend="{{decision}} {{kind}}",
    is_instant=False,
)


def decision(wording: Wording) -> Dashboard:
    """Return the dashboard of what has to be decided; it advises, and gives no verdict of its own."""
    return Dashboard(
        name="decision",
        title=wording.text("6 Decision"),
        description=wording.text("Facts for the decision; the judgement is the decision makers'."),
        variables=("contract", "period"),
        contents=[
            *_dates(wording),
            Row(wording.text("What the measurements let expect")),
            *_prospects(wording),
        ],
        since="now-24M",
        hidden_from=OTHERS,
    )


def _dates(wording: Wording) -> list[Panel | Row]:
    urgent = thresholds([(None, RED), (90, ORANGE), (365, GREEN)])
    here = page_link("/decision")
    clock = Field("days_left", "${__data.fields.decision}", Unit.DAYS, link=here)
    term = table(
        wording.text("The contract"),
        TERM,
        Field("contract", wording.text("Contract"), link=here),
        Field("reference", wording.text("Reference")),
        Field("customer", wording.text("Customer")),
        Field("supplier", wording.text("Supplier")),
        Field("first_day", wording.text("First day"), Unit.DAY),
        Field("last_day", wording.text("Last day"), Unit.DAY),
        Field("days_left", wording.text("Days left"), link=here),
        width=18,
        height=5,
    )
    dates = table(
        wording.text("Options, notice dates and the last day"),
        DATES,
        Field("decision", wording.text("Decision"), link=here),
        Field(
            "kind",
            words={one: word for one, word in words.occasions(wording).items() if one != "period_end"},
            heading=wording.text("Date of"),
        ),
        Field("on_day", wording.text("On"), Unit.DAY),
        Field("days_left", wording.text("Days left"), link=here),
        Field("internal_day", wording.text("Own last day"), Unit.DAY),
        Field("internal_days_left", wording.text("Days left to own last day"), link=here),
        Field("prolongs_to", wording.text("Prolongs to"), Unit.DAY),
        Field("state", wording.text("State"), words=words.option_states(wording)),
        width=16,
        height=8,
    )
    clocks = series(wording.text("Days left"), CLOCK, unit=Unit.DAYS, width=8, height=8, link=here)
    return [
        stat(wording.text("Decision clock"), NEXT_DECISION, clock, shown="days_left", defaults=urgent),
        term,
        dates,
        clocks,
    ]


def _prospects(wording: Wording) -> list[Panel | Row]:
    score = [
        Field(name, heading, decimals=1, link=evidence_link())
        for name, heading in (("low", wording.text("At least")), ("high", wording.text("At most")))
    ]
    ends = [Field("low", wording.text("At least")), Field("high", wording.text("At most"))]
    month = page_link("/reports/${__value.time:date:YYYY-MM}")
    expected = table(
        wording.text("Score now, and indicators expected on each date"),
        EXPECTED,
        Field("occasion", wording.text("Date of"), words=words.occasions(wording)),
        Field("decision", wording.text("Decision")),
        Field("on_day", wording.text("On"), Unit.DAY),
        Field("meet", wording.text("Expected to meet")),
        Field("uncertain", wording.text("Either way")),
        Field("miss", wording.text("Expected to miss")),
        Field("cannot_be_told", wording.text("Cannot be told")),
        Field("score_low", wording.text("Score now, at least"), decimals=1, link=evidence_link()),
        Field("score_high", wording.text("Score now, at most"), decimals=1, link=evidence_link()),
        Field("evidence", is_hidden=True),
        width=24,
        height=7,
    )
    listed = table(
        wording.text("Forecast of each indicator"),
        FORECASTS,
        Field("on_day", wording.text("On"), Unit.DAY),
        Field("occasion", wording.text("Date of"), words=words.occasions(wording)),
        Field("indicator", wording.text("Indicator")),
        Field("service", wording.text("Service")),
        Field("value", wording.text("Forecast"), link=evidence_link()),
        Field("low", wording.text("At least"), link=evidence_link()),
        Field("high", wording.text("At most"), link=evidence_link()),
        Field("expected", wording.text("Against the target"), words=words.expectations(wording)),
        Field("periods", wording.text("Periods behind it")),
        Field("evidence", is_hidden=True),
        width=24,
        height=12,
    )
    return [
        expected,
        stat(wording.text("Score now"), SCORE, *score, shown="(low|high)", defaults=PLAIN, width=8, height=8),
        series(
            wording.text("Score by month"),
            SCORES,
            fields=ends,
            defaults={"decimals": 1},
            width=16,
            link=month,
        ),
        listed,
    ]
