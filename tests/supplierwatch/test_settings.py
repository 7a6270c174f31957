"""Settings: where the store is, and secrets by the name of a variable only."""

from pathlib import Path

import pytest

from collector.errors import SupplierwatchError
from supplierwatch.settings import Settings
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import line_of, only_problem_of, replace_text

POSTGRESQL = {
    "store": {"url": "postgresql+psycopg://watch@db.example/facts", "password_env": "STORE_PASSWORD"}
}


def test_settings_may_say_nothing() -> None:
    assert Settings.model_validate({}).store.url == "sqlite:///store.db"


def test_a_relative_sqlite_file_lies_in_the_watch_folder() -> None:
    address = Settings().store_address(Path("/srv/watch"), {})
    assert address == "sqlite:////srv/watch/store.db"


def test_a_whole_sqlite_path_stays() -> None:
    settings = Settings.model_validate({"store": {"url": "sqlite:////var/lib/store.db"}})
    assert settings.store_address(Path("/srv/watch"), {}) == "sqlite:////var/lib/store.db"


def test_the_password_comes_from_the_variable_that_is_named() -> None:
    settings = Settings.model_validate(POSTGRESQL)
    address = settings.store_address(Path(), {"STORE_PASSWORD": "a/b@c"})
    assert address == "postgresql+psycopg://watch:a%2Fb%40c@db.example/facts"


@pytest.mark.parametrize("environment", [{}, {"STORE_PASSWORD": ""}])
def test_a_variable_that_is_not_set_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(SupplierwatchError, match=r"STORE_PASSWORD, which holds .* is not set"):
        Settings.model_validate(POSTGRESQL).store_address(Path(), environment)


def test_the_key_of_pseudonyms_comes_from_its_variable() -> None:
    settings = Settings.model_validate({"pseudonym_key_env": "KEY"})
    assert settings.pseudonym_key({"KEY": "secret"}) == b"secret"
    assert Settings().pseudonym_key({}) is None


def test_a_password_in_the_address_is_refused_and_never_repeated(watch_folder: Path) -> None:
    settings = watch_folder / "supplierwatch.yaml"
    replace_text(settings, "sqlite:///store.db", "postgresql+psycopg://watch:hunter2@db.example/facts")
    problem = only_problem_of(watch_folder)
    assert problem.found == "the address holds a password"
    assert problem.line == line_of(settings, "hunter2")
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("mysql://watch@db.example/facts", "the scheme 'mysql' is not known"),
        ("nonsense", "this is no database address"),
        ("sqlite://", "a database in memory keeps nothing"),
    ],
)
def test_another_address_is_refused_with_those_that_work(
    watch_folder: Path, address: str, found: str
) -> None:
    replace_text(watch_folder / "supplierwatch.yaml", "sqlite:///store.db", address)
    assert only_problem_of(watch_folder).found == found


def test_a_secret_that_is_not_set_is_an_error_when_it_is_needed_not_before(watch_folder: Path) -> None:
    mapping = watch_folder / "mappings" / "tickets.yaml"
    replace_text(mapping, "constants:", "fields: {agent: Agent}\npersons: [Agent]\nconstants:")
    replace_text(
        watch_folder / "supplierwatch.yaml", "# pseudonym_key_env: PSEUDONYM_KEY", "pseudonym_key_env: KEY #"
    )
    watch = load_watch(watch_folder)
    with pytest.raises(SupplierwatchError, match="KEY, which holds the key of pseudonyms, is not set"):
        watch.open_source(watch.sources[0], {}, lambda: 0)
    assert watch.open_source(watch.sources[0], {"KEY": "k"}, lambda: 0).name == "tickets"
