"""A small watch of four months with a busy August and a bad October, and a draft of the next contract."""

from datetime import date, timedelta
from pathlib import Path

from supplierwatch.__main__ import main
from tests.supplierwatch.watches import write_watch

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")

TENDER = """\
watched_periods:
  - {id: start, label: {sv: Skolstart, en: School start}, spans: [{first: 2026-08-17, last: 2026-08-21}]}
stated_volumes:
  - {id: clients, label: {sv: Klienter, en: Clients}, number: 1200, as_of: 2026-09-30, source: Register}
  - {id: printers, label: {sv: Skrivare, en: Printers}, number: null, as_of: null, source: Saknas}
proposed_targets:
  - {indicator: resolved-in-time, end: "88 %"}
requirements:
  - id: R1
    text: {sv: Incidenter avhjälps i tid, en: Incidents are resolved in time}
    level: shall
    check: {method: indicator, indicators: [resolved-in-time]}
  - id: R2
    text: {sv: Leverantören är proaktiv, en: The supplier is proactive}
    level: shall
next_contract:
  contract:
    id: next
    title: {sv: Nästa avtal, en: Next contract}
    reference: "KS 2027/0000"
    customer: Exempelstaden
    supplier: Anbudsgivare
    time_zone: Europe/Stockholm
    currency: SEK
  term:
    first_day: 2028-01-01
    last_day: 2032-12-31
    options:
      - id: option1
        label: {sv: Option 1, en: Option 1}
        prolongs_to: 2034-12-31
        notice_by: null
        state: open
  replacements:
    - path: indicators[resolved-in-time].within.limits.P3.time
      value: "30 min"
"""


def write_tender_watch(folder: Path) -> Path:
    """Write the watch to `folder` and evaluate its months.

    Each weekday brings 2 tickets, in August 4, resolved after an hour; every fourth of October after a week.
    """
    write_watch(folder)
    rows = ["Ticket;Time;Status;Kind;Priority"]
    number = 0
    day = date(2026, 7, 1)
    while day < date(2026, 11, 1):
        if day.weekday() < 5:
            for _ in range(4 if day.month == 8 else 2):
                number += 1
                is_late = day.month == 10 and number % 4 == 0
                end = day + timedelta(days=7 if is_late else 0)
                rows.append(f"B-{number};{day} 09:00:00;New;Incident;3")
                rows.append(f"B-{number};{end} 10:00:00;Resolved;Incident;3")
        day += timedelta(days=1)
    (folder / "deliveries" / "tickets-2026-10.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "tender.yaml").write_text(TENDER, encoding="utf-8")
    assert main(["--quiet", "--watch", str(folder), "collect"]) == 0
    for month in MONTHS:
        assert main(["--quiet", "--watch", str(folder), "evaluate", "--period", month]) == 0
    return folder
