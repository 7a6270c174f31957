"""Views made for reading show each audience what the tables below them would, and no more."""

import pytest

from tests.supplierwatch.audiences.conftest import NORTH, OWN, OWNER, READER, SEALED, SUPPLIER, WHOLE, Store

VIEWS_AND_COLUMNS = """
    SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
    WHERE table_schema = 'reading' GROUP BY 1 ORDER BY 1
"""


def views(store: Store) -> dict[str, set[str]]:
    return {name: set(columns) for name, columns in store.read(OWNER, VIEWS_AND_COLUMNS)}


def test_every_view_reads_with_the_rights_of_whoever_asks(store: Store) -> None:
    with_owners_rights = store.read(
        OWNER,
        "SELECT relname FROM pg_class WHERE relnamespace = 'reading'::regnamespace AND relkind IN ('v', 'm') "
        "AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)",
    )
    assert with_owners_rights == []
    assert views(store) != {}


@pytest.mark.parametrize("role", [READER.role, NORTH.role, SUPPLIER.role])
def test_every_view_answers_every_audience(store: Store, role: str) -> None:
    answered = [store.read(role, f"SELECT count(*) FROM reading.{name}") for name in views(store)]  # noqa: S608 - names of the program's own tables
    assert len(answered) == len(views(store)) > 0


def test_no_view_shows_a_unit_another_unit(store: Store) -> None:
    with_units = [name for name, columns in views(store).items() if "unit" in columns]
    found = {
        unit
        for name in with_units
        for (unit,) in store.read(NORTH.role, f"SELECT DISTINCT unit FROM reading.{name}")  # noqa: S608 - names of the program's own tables
    }
    assert with_units != []
    assert found <= {OWN, WHOLE, None}


def test_no_view_shows_the_supplier_an_evaluation_that_is_not_sealed(store: Store) -> None:
    with_numbers = [name for name, columns in views(store).items() if "evaluation" in columns]
    found = {
        number
        for name in with_numbers
        for (number,) in store.read(
            SUPPLIER.role,
            f"SELECT DISTINCT evaluation FROM reading.{name}",  # noqa: S608 - names of the program's own tables
        )
    }
    assert found <= {SEALED}
