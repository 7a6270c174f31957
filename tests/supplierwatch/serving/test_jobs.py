"""What the jobs do in a watch: collect, evaluate what changed, and report each month once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound, SupplierwatchError
from collector.store.database import Database
from evaluator.results.schema import EVALUATION
from supplierwatch.collecting import opened_store
from supplierwatch.notifying.tables import MESSAGE, MESSAGE_ATTACHMENT
from supplierwatch.serving.collect_job import collect
from supplierwatch.serving.evaluate_job import evaluate, months_to_judge
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.jobs import JOBS
from supplierwatch.serving.report_job import report, report_key
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.work import HandedBack, Work
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import replace_text

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MAILS = """
messages:
  mail: {host: 127.0.0.1, port: 2525, security: none, sender: watch@city.example}
  reports:
    - {role: IT manager, address: manager@city.example, language: sv}
    - {role: Supplier, address: supplier@supplier.example, language: en, forms: [html, csv]}
"""


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


@dataclass
class Watched:
    """A watch with its store, whose clock is moved by the tests."""

    folder: Path
    database: Database
    instant: int = at("2026-11-09 06:00")
    stops: bool = False

    def work(self, occurrence: str = "") -> Work:
        return Work(
            load_watch(self.folder),
            self.database,
            {},
            lambda: self.instant,
            Occurrence(occurrence, self.instant),
            lambda: self.stops,
        )

    def deliver(self, name: str, *rows: str) -> None:
        text = "\n".join(["Ticket;Time;Status;Kind;Priority", *rows])
        (self.folder / "deliveries" / name).write_text(text + "\n", encoding="utf-8")

    def evaluations(self) -> list[tuple[str, int]]:
        """Month and number of each evaluation there is."""
        query = sa.select(EVALUATION.c.period, EVALUATION.c.number).order_by(EVALUATION.c.number)
        with self.database.reading() as connection:
            return [(row.period, row.number) for row in connection.execute(query)]

    def messages(self) -> list[sa.RowMapping]:
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(MESSAGE).order_by(MESSAGE.c.number)).mappings())


@pytest.fixture
def watched(watch_folder: Path) -> Iterator[Watched]:
    with opened_store(load_watch(watch_folder), {}) as database:
        yield Watched(watch_folder, database)


def test_every_job_has_a_function() -> None:
    assert set(JOBS) == set(JobName)


def test_collecting_says_which_source_failed_and_fails_where_all_do(watched: Watched) -> None:
    assert collect(watched.work()) == ""
    watched.deliver("tickets-2026-11.csv", "no such column")
    (watched.folder / "deliveries" / "tickets-2026-11.csv").write_text("Other\nA-1\n", encoding="utf-8")
    with pytest.raises(SupplierwatchError, match="no source could be read: "):
        collect(watched.work())


def test_collecting_is_broken_off_between_pages(watched: Watched) -> None:
    watched.stops = True
    with pytest.raises(HandedBack):
        collect(watched.work())


def test_nothing_is_evaluated_before_anything_was_collected(watched: Watched) -> None:
    assert evaluate(watched.work()) == "nothing has been collected yet"


def test_the_running_month_and_those_just_over_are_evaluated_oldest_first(watched: Watched) -> None:
    collect(watched.work())
    evaluate(watched.work())
    assert [period for period, _ in watched.evaluations()] == ["2026-08", "2026-09", "2026-10", "2026-11"]


def test_what_is_judged_on_what_is_known_now_is_not_judged_again(watched: Watched) -> None:
    collect(watched.work())
    evaluate(watched.work())
    before = watched.evaluations()
    watched.instant += 900
    evaluate(watched.work())
    assert watched.evaluations() == before
    watched.deliver("tickets-2026-11.csv", "A-2;2026-11-05 08:00:00;New;Incident;3")
    collect(watched.work())
    evaluate(watched.work())
    assert len(watched.evaluations()) > len(before)


def test_an_edit_of_the_contract_is_judged_without_new_facts(watched: Watched) -> None:
    collect(watched.work())
    evaluate(watched.work())
    before = len(watched.evaluations())
    contract = watched.folder / "contract.yaml"
    replace_text(contract, 'customer: "The customer"', 'customer: "The city"')
    evaluate(watched.work())
    assert len(watched.evaluations()) == before + 4


def test_a_month_left_out_since_the_first_judged_is_made_up(watched: Watched) -> None:
    collect(watched.work())
    evaluate(watched.work())
    watched.instant = at("2027-06-09 06:00")
    names = [one.name for one in months_to_judge(watched.work().watch, watched.database, watched.instant)]
    assert names == ["2026-12", *(f"2027-0{number}" for number in range(1, 7))]


def test_evaluating_is_broken_off_between_months(watched: Watched) -> None:
    collect(watched.work())
    watched.stops = True
    with pytest.raises(HandedBack):
        evaluate(watched.work())
    assert watched.evaluations() == []


def test_the_report_of_a_month_is_saved_and_mailed_once_to_everyone_named(watched: Watched) -> None:
    with (watched.folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(MAILS)
    collect(watched.work())
    evaluate(watched.work())
    # The second time is that of a process that takes over after a crash.
    assert [report(watched.work("2026-10")) for _ in range(2)] == ["", ""]
    assert (watched.folder / "reports" / "2026-10-sv.html").exists()
    manager, supplier = watched.messages()
    assert (manager["destination"], supplier["destination"]) == (
        "manager@city.example",
        "supplier@supplier.example",
    )
    assert manager["subject"].startswith("Rapport för oktober 2026: ")
    assert "är bifogad" in manager["text"]
    # An address outside the own domain gets the public edition unless the settings say otherwise.
    assert supplier["subject"] == "Service report: Our contract, October 2026"
    assert "This is the public edition." in supplier["text"]
    assert "manager@city.example" not in manager["key"]
    with watched.database.reading() as connection:
        attached = connection.execute(sa.select(MESSAGE_ATTACHMENT)).mappings().all()
    assert [one["name"] for one in attached] == [
        "2026-10-sv.html",
        "2026-10-service-public-en.html",
        "2026-10-service-public-en.csv",
    ]
    assert all(len(one["content"]) > 100 for one in attached)


def test_the_report_of_a_month_that_was_not_evaluated_waits(watched: Watched) -> None:
    with pytest.raises(NothingFound, match="2026-10 has not been evaluated"):
        report(watched.work("2026-10"))


def test_the_report_waits_for_facts_until_the_end_of_its_month(watched: Watched) -> None:
    watched.instant = at("2026-10-20 06:00")
    collect(watched.work())
    evaluate(watched.work())
    watched.instant = at("2026-11-06 07:00")
    with pytest.raises(SupplierwatchError, match="the report of 2026-10 waits"):
        report(watched.work("2026-10"))
    assert not (watched.folder / "reports" / "2026-10-sv.html").exists()


def test_the_reports_of_two_contracts_to_one_address_are_two_mails() -> None:
    keys = {report_key(contract, "2026-10", "manager@city.example") for contract in ("one", "two")}
    assert len(keys) == 2
    assert report_key("one", "2026-10", "Manager@city.example") in keys
