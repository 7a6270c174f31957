"""Which facts may go, for no month yet to be sealed needs them; and what becomes of months without them."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound
from collector.store.database import Database
from collector.store.retention import remove_facts
from evaluator.contract.versions import ContractVersions
from evaluator.core.periods import start_of_day
from evaluator.results.schema import EVALUATION
from evaluator.results.seal_tables import SEAL
from evaluator.retention import Border, borders, unsealed_months
from tests.evaluator.october import NOW, STOCKHOLM, agreed, evaluate, instant, save_october

TODAY = date(2026, 12, 15)


def sealed(database: Database, *months: str) -> None:
    """Seal months by hand: only which months are sealed matters here."""
    with database.writing() as connection:
        for number, name in enumerate(months, 1):
            evaluation = connection.execute(
                sa.select(EVALUATION.c.number).where(EVALUATION.c.period == name)
            ).scalar_one_or_none()
            if evaluation is None:
                evaluation = 100 + number
                row = dict.fromkeys((column.name for column in EVALUATION.c), 1) | {
                    "number": evaluation,
                    "period": name,
                    **dict.fromkeys(
                        ("contract_version", "exclusions_version", "program_version", "inputs"), "x"
                    ),
                }
                connection.execute(sa.insert(EVALUATION).values(row))
            values = {
                column.name: number if isinstance(column.type, sa.Integer) else "x" for column in SEAL.c
            }
            values |= {"number": number, "period": name, "restatement": 0, "evaluation": evaluation}
            connection.execute(sa.insert(SEAL).values(values))


def first_of(name: str) -> int:
    return start_of_day(date.fromisoformat(f"{name}-01"), STOCKHOLM)


def borders_of(
    database: Database, kept: dict[str, int], versions: ContractVersions | None = None
) -> list[Border]:
    now = int(start_of_day(TODAY, STOCKHOLM)) + 3600
    return borders(database, agreed() if versions is None else versions, kept, now)


def test_without_any_seal_every_month_of_the_contract_is_yet_to_be_sealed(database: Database) -> None:
    # The contract begins in January 2026, and today is in December.
    months = unsealed_months(database, agreed(), TODAY)
    assert (months[0], months[-1], len(months)) == ("2026-01", "2026-12", 12)


def test_after_the_first_seal_only_later_months_and_those_with_results_are(database: Database) -> None:
    save_october(database)
    evaluate(database)
    sealed(database, "2026-11")
    # November is sealed; October before it has results and none; December is running.
    assert unsealed_months(database, agreed(), TODAY) == ["2026-10", "2026-12"]


def test_facts_go_by_whole_months_where_all_that_needs_them_is_sealed(database: Database) -> None:
    sealed(database, *(f"2026-{month:02}" for month in range(1, 12)))
    # Three months before December: all that was over before September.
    assert borders_of(database, {"statement": 3}) == [
        Border("statement", first_of("2026-09"), first_of("2026-09"), None)
    ]


def test_an_unsealed_month_holds_what_it_needs_and_is_named(database: Database) -> None:
    sealed(database, *(f"2026-{month:02}" for month in range(1, 8)))
    [border] = borders_of(database, {"statement": 3})
    # August is not sealed, and looks at statements about itself.
    assert (border.wanted, border.up_to, border.held_by) == (
        first_of("2026-09"),
        first_of("2026-08"),
        "2026-08",
    )


def test_what_reaches_into_an_unsealed_month_is_held_too(database: Database) -> None:
    sealed(database, *(f"2026-{month:02}" for month in range(1, 8)))
    [border] = borders_of(database, {"service_state": 3})
    # What was seen of services is looked at until the month began: one second earlier.
    assert (border.up_to, border.held_by) == (first_of("2026-08") - 1, "2026-08")


def test_rows_in_quarantine_are_needed_by_no_month(database: Database) -> None:
    [border] = borders_of(database, {"quarantine": 3})
    assert (border.up_to, border.held_by) == (first_of("2026-09"), None)


def test_a_month_whose_facts_were_removed_is_not_evaluated_again(database: Database) -> None:
    save_october(database)
    evaluate(database)
    remove_facts(database, "ticket", instant("2026-11-01 00:00"), instant("2033-01-05 08:00"))
    words = (
        r"2026-10 cannot be evaluated again: facts it needs were removed after their time of keeping "
        r"\(ticket before 2026-11-01 on 2033-01-05\)"
    )
    with pytest.raises(NothingFound, match=words):
        evaluate(database)
    with pytest.raises(NothingFound, match=words):
        evaluate(database, as_of=NOW)


def test_a_month_that_does_not_look_at_what_was_removed_is_evaluated_to_the_same(database: Database) -> None:
    save_october(database)
    before = evaluate(database)
    # All of September's; the last state before October stays, for it holds in it.
    for kind in ("ticket", "service_state", "observed", "maintenance", "measurement", "statement"):
        remove_facts(database, kind, instant("2026-10-01 00:00") - 1, NOW)
    again = evaluate(database)
    assert again.outcomes == before.outcomes
    assert again.score == before.score


def test_removing_what_the_borders_allow_leaves_the_months_to_be_sealed_as_they_are(
    database: Database,
) -> None:
    save_october(database)
    before = evaluate(database)
    sealed(database, *(f"2026-{month:02}" for month in range(1, 10)))
    kinds = ("ticket", "service_state", "observed", "maintenance", "measurement", "statement")
    now = int(start_of_day(TODAY + timedelta(days=3650), STOCKHOLM))
    for border in borders(database, agreed(), dict.fromkeys(kinds, 1), now):
        assert border.held_by == "2026-10"
        remove_facts(database, border.kind, border.up_to, now)
    assert evaluate(database).outcomes == before.outcomes
