"""What the supplier's lists said beside the measurement at a past moment stays the same to the byte."""

from collector.records import FactKind
from collector.store.database import Database
from dashboards.report import render_json
from evaluator.core.reconciliation.found import DifferenceKind
from tests.collector.store.pages import save
from tests.evaluator.october import COLLECTED, RESOLVED, evaluate, incident, save_october, tickets
from tests.evaluator.stated import LIST, stated_ticket

DAY = 86_400
OF_SEPTEMBER = incident("S-1", "2026-09-10 08:00", ("2026-09-10 12:00", RESOLVED))
AGREED = [
    stated_ticket("A-1", "2026-10-05 10:00"),
    stated_ticket("A-2", "2026-10-07 09:00"),
    stated_ticket("A-3", "2026-10-08 16:00"),
]


def test_a_ticket_counted_in_another_month_is_so_as_of_then_though_that_month_was_replaced(
    database: Database,
) -> None:
    save(database, tickets(OF_SEPTEMBER), at=COLLECTED - DAY, source="september")
    save_october(database)
    rows = [*AGREED, stated_ticket("S-1", "2026-09-10 12:00")]
    save(database, {FactKind.STATED_TICKET: rows}, at=COLLECTED, source=LIST)
    evaluate(database, "2026-09", now=COLLECTED)
    then = evaluate(database, now=COLLECTED)
    assert [(one.ticket, one.kinds) for one in then.reconciliation.tickets] == [
        ("S-1", (DifferenceKind.ONLY_STATED, DifferenceKind.OTHER_MONTH))
    ]
    before = render_json(then, "sv")
    for turn in (1, 2):
        late = incident(f"L-{turn}", "2026-09-20 08:00", ("2026-09-20 09:00", RESOLVED))
        save(database, tickets(late), cursor=f"{turn + 1}", at=COLLECTED + turn * DAY, source="september")
        evaluate(database, "2026-09", now=COLLECTED + turn * DAY)
        evaluate(database, now=COLLECTED + turn * DAY)
    assert render_json(evaluate(database, as_of=COLLECTED, now=COLLECTED + 9 * DAY), "sv") == before
