"""Reports that are made on schedule: each once for its occurrence, in the edition of who gets it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from collector.store.database import Database
from dashboards.reports.kinds import ReportKind
from evaluator.core.periods import month
from supplierwatch.archiving.scheduled import plan_service_report
from supplierwatch.archiving.settings import ScheduledReport
from supplierwatch.archiving.sources import read_sources
from supplierwatch.archiving.store import Archived, read_archived
from supplierwatch.collecting import opened_store
from supplierwatch.evaluating import read_watch_results
from supplierwatch.notifying.delivering import Delivered
from supplierwatch.notifying.tables import MESSAGE, MESSAGE_ATTACHMENT
from supplierwatch.serving import report_job
from supplierwatch.serving.calendars import calendar_of
from supplierwatch.serving.collect_job import collect
from supplierwatch.serving.due import find_due
from supplierwatch.serving.evaluate_job import evaluate
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.report_job import report
from supplierwatch.serving.report_schedule import schedule_of
from supplierwatch.serving.schedules import Occurrence, next_occurrence
from supplierwatch.serving.work import Work
from supplierwatch.settings import Settings
from supplierwatch.watch import Watch, load_watch
from tests.supplierwatch.notifying.mail_server import mail_server
from tests.supplierwatch.notifying.outboxes import sent_at
from tests.supplierwatch.watches import only_problem_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MAILS = """
messages:
  mail: {{host: 127.0.0.1, port: {port}, security: none, sender: watch@city.example}}
scheduled_reports:
  - name: board
    kind: service
    edition: confidential
    forms: [pdf, json]
    first: 2026-10
    to:
      - {{role: IT manager, address: manager@city.example}}
      - {{role: Journalist, address: desk@paper.example, language: en}}
"""
OCCURRENCE = "2026-10/board"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


@dataclass
class Watched:
    """A watch whose month was evaluated, with its store."""

    folder: Path
    database: Database
    instant: int = at("2026-11-09 06:00")

    def work(self, occurrence: str = OCCURRENCE) -> Work:
        watch, due = load_watch(self.folder), Occurrence(occurrence, self.instant)
        return Work(watch, self.database, {}, lambda: self.instant, due, lambda: False)

    def archived(self) -> tuple[Archived, ...]:
        with self.database.reading() as connection:
            return read_archived(connection)

    def attached(self) -> dict[str, list[str]]:
        """The names of the files that each address gets."""
        columns = sa.select(MESSAGE.c.destination, MESSAGE_ATTACHMENT.c.name)
        query = columns.join(MESSAGE_ATTACHMENT, MESSAGE_ATTACHMENT.c.message == MESSAGE.c.number)
        found: dict[str, list[str]] = {}
        with self.database.reading() as connection:
            for address, name in connection.execute(query.order_by(MESSAGE_ATTACHMENT.c.position)).all():
                found.setdefault(address, []).append(name)
        return found


def write_settings(folder: Path, port: int = 2525) -> None:
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(MAILS.format(port=port))


@pytest.fixture
def watched(watch_folder: Path) -> Iterator[Watched]:
    write_settings(watch_folder)
    with opened_store(load_watch(watch_folder), {}) as database:
        made = Watched(watch_folder, database)
        collect(made.work())
        evaluate(made.work())
        yield made


def names(watched: Watched) -> list[str]:
    return sorted(one.identity.file_name for one in watched.archived())


EVERY_FORM = [
    "2026-10-service-public-en.json",
    "2026-10-service-public-en.pdf",
    "2026-10-sv.json",
    "2026-10-sv.pdf",
]


def test_readers_of_the_own_domain_get_the_edition_that_is_named_and_all_others_the_public_one(
    watched: Watched,
) -> None:
    assert report(watched.work()) == ""
    assert watched.attached() == {
        "manager@city.example": ["2026-10-sv.pdf", "2026-10-sv.json"],
        "desk@paper.example": ["2026-10-service-public-en.pdf", "2026-10-service-public-en.json"],
    }
    assert names(watched) == EVERY_FORM
    files = {path.name for path in (watched.folder / "reports" / "board").iterdir()}
    assert files == set(EVERY_FORM)


def test_what_is_archived_says_from_what_and_by_whom_it_was_made(watched: Watched) -> None:
    report(watched.work())
    first = watched.archived()[0]
    assert (first.making.made_by, first.making.made_at) == ("supplierwatch", watched.instant)
    assert first.making.evaluation is not None
    assert first.making.restatement is None


def test_a_report_that_is_tried_again_on_another_day_is_the_same_and_is_mailed_once(watched: Watched) -> None:
    report(watched.work())
    before, attached = watched.archived(), watched.attached()
    watched.instant += 3 * 86_400
    report(watched.work())
    assert watched.archived() == before
    assert watched.attached() == attached


def test_a_crash_between_archive_and_mail_leaves_neither(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> int:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(report_job, "put", crash)
        with pytest.raises(RuntimeError):
            report(watched.work())
    assert (watched.archived(), watched.attached()) == ((), {})
    report(watched.work())
    assert len(watched.attached()) == 2
    assert [one.version for one in watched.archived()] == [1, 1, 1, 1]


def test_a_crash_after_the_mail_is_made_good_from_the_archive(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> Path:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(report_job, "save_bytes", crash)
        with pytest.raises(RuntimeError):
            report(watched.work())
    watched.instant += 86_400
    report(watched.work())
    assert names(watched) == EVERY_FORM
    assert (watched.folder / "reports" / "board" / "2026-10-sv.pdf").read_bytes().startswith(b"%PDF")
    assert {address: len(files) for address, files in watched.attached().items()} == {
        "manager@city.example": 2,
        "desk@paper.example": 2,
    }


def test_two_at_once_make_one(watched: Watched) -> None:
    failures: list[BaseException] = []

    def make() -> None:
        try:
            report(watched.work())
        except BaseException as error:  # noqa: BLE001 - a thread's error must reach the test
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert names(watched) == EVERY_FORM
    assert sorted(watched.attached()) == ["desk@paper.example", "manager@city.example"]


def test_a_report_that_the_settings_name_no_more_is_not_made(watched: Watched) -> None:
    assert report(watched.work("2026-10/gone")) == "the settings name no scheduled report gone any more"
    assert watched.archived() == ()


def test_a_real_mail_server_gets_the_report_as_pdf(watched: Watched) -> None:
    report(watched.work())
    with mail_server() as mailbox:
        settings = (watched.folder / "supplierwatch.yaml").read_text(encoding="utf-8")
        path = watched.folder / "supplierwatch.yaml"
        path.write_text(settings.replace("port: 2525", f"port: {mailbox.port}"), encoding="utf-8")
        watch = load_watch(watched.folder)
        assert sent_at(watched.instant, watched.database, watch) == Delivered(sent=2)
    mails = {str(one["To"]): one for one in mailbox.received}
    manager = mails["manager@city.example"]
    pdf, data = manager.iter_attachments()
    assert (pdf.get_content_type(), pdf.get_filename()) == ("application/pdf", "2026-10-sv.pdf")
    assert pdf.get_content().startswith(b"%PDF")
    assert (data.get_content_type(), data.get_filename()) == ("application/json", "2026-10-sv.json")
    body = manager.get_body(("plain",))
    assert body is not None
    assert "konfidentiella upplagan" in body.get_content()
    assert str(manager["Subject"]).startswith("Servicerapport: ")
    assert "oktober 2026" in str(manager["Subject"])
    public = mails["desk@paper.example"].get_body(("plain",))
    assert public is not None
    assert "This is the public edition." in public.get_content()


def settings_of(**scheduled: Any) -> Settings:
    known = {"name": "board", "kind": "meeting_strategic", "first": "2026-07"}
    return Settings.model_validate({"scheduled_reports": [{**known, **scheduled}]})


def due_names(settings: Settings, watch: Watch, since: str, until: str) -> list[str]:
    due = find_due(schedule_of(settings, JobName.REPORT), at(since), at(until), calendar_of(watch))
    assert due.each
    return [name for name in due.names if name.endswith("/board")]


def test_a_quarterly_report_is_made_of_the_last_month_of_each_quarter(watch_folder: Path) -> None:
    watch, settings = load_watch(watch_folder), settings_of(every="quarter")
    assert due_names(settings, watch, "2026-01-01", "2027-02-01") == ["2026-09/board", "2026-12/board"]


def test_a_half_yearly_report_is_made_of_june_and_december(watch_folder: Path) -> None:
    watch, settings = load_watch(watch_folder), settings_of(every="half_year", kind="half_year")
    assert due_names(settings, watch, "2026-01-01", "2027-08-01") == ["2026-12/board", "2027-06/board"]


def test_nothing_before_the_first_month_is_made_up_and_all_of_a_downtime_after_it(watch_folder: Path) -> None:
    watch, settings = load_watch(watch_folder), settings_of(first="2026-10")
    assert due_names(settings, watch, "2025-01-01", "2027-01-15") == [
        "2026-10/board",
        "2026-11/board",
        "2026-12/board",
    ]


def test_the_next_half_year_is_found_from_the_day_after_the_last_one(watch_folder: Path) -> None:
    watch, settings = load_watch(watch_folder), settings_of(every="half_year", first="2026-12")
    (scheduled,) = settings.scheduled_reports
    following = next_occurrence(scheduled.schedule, at("2026-07-20"), calendar_of(watch))
    assert following is not None
    assert following.name == "2026-12/board"


def test_beside_it_the_service_report_is_made_as_before(watch_folder: Path) -> None:
    watch, settings = load_watch(watch_folder), settings_of(first="2026-10")
    due = find_due(
        schedule_of(settings, JobName.REPORT), at("2026-10-20"), at("2026-11-20"), calendar_of(watch)
    )
    assert due.names == ["2026-10", "2026-10/board"]


@pytest.mark.parametrize(
    ("scheduled", "said"),
    [
        ({"kind": "unit"}, "names its units"),
        ({"units": ["north"]}, "leave it out"),
        ({"kind": "half_year"}, "write every as half_year"),
        ({"due": "daily 02:30"}, "on a working day"),
        ({"to": [{"role": "a", "address": "a@b.example"}, {"role": "b", "address": "A@b.example"}]}, "twice"),
        ({"first": "october"}, "match pattern"),
        ({"name": "Board pack"}, "match pattern"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(scheduled: dict[str, Any], said: str) -> None:
    known = {"name": "board", "kind": "meeting_strategic", "first": "2026-07"}
    with pytest.raises(ValidationError, match=said):
        ScheduledReport.model_validate({**known, **scheduled})


def test_a_name_stands_for_one_report() -> None:
    one = {"name": "board", "kind": "service", "first": "2026-07"}
    with pytest.raises(ValidationError, match="have one name"):
        Settings.model_validate({"scheduled_reports": [one, one]})


def test_a_report_that_is_mailed_needs_a_mail_server() -> None:
    with pytest.raises(ValidationError, match="no mail server is named"):
        settings_of(to=[{"role": "manager", "address": "a@city.example"}])


def test_a_unit_that_the_contract_does_not_have_is_told_with_its_line(watch_folder: Path) -> None:
    path = watch_folder / "supplierwatch.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "scheduled_reports:\n  - {name: north, kind: unit, units: [nowhere], first: 2026-10}\n",
        )
    problem = only_problem_of(watch_folder)
    assert problem.path == "scheduled_reports[north].units[#1]"
    assert "no unit or segment 'nowhere'" in problem.found
    assert problem.line is not None


def test_the_service_report_goes_whole_to_the_own_domain_and_as_the_public_edition_to_all_others() -> None:
    readers = [
        {"role": "IT manager", "address": "manager@City.example", "forms": ["json"]},
        {"role": "Journalist", "address": "desk@paper.example", "forms": ["json"]},
        {"role": "Look-alike", "address": "desk@city.example.org", "forms": ["json"]},
        {"role": "Auditor", "address": "audit@law.example", "forms": ["json"], "edition": "confidential"},
        {"role": "Press office", "address": "press@city.example", "forms": ["json"], "edition": "public"},
    ]
    mail = {"host": "127.0.0.1", "security": "none", "sender": "watch@city.example"}
    settings = Settings.model_validate({"messages": {"mail": mail, "reports": readers}})

    plan = plan_service_report("2026-10", settings)

    assert [one.reports[0].edition for one in plan.parcels] == [
        "confidential",
        "public",
        "public",
        "confidential",
        "public",
    ]


def test_who_gets_the_public_service_report_is_not_told_where_the_pages_with_everything_are(
    watched: Watched,
) -> None:
    with (watched.folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("web: {public_address: https://watch.city.example}\n")
    text = (watched.folder / "supplierwatch.yaml").read_text(encoding="utf-8")
    reports = "  reports: [{role: Journalist, address: desk@paper.example, language: en}]\n"
    moved = text.replace("scheduled_reports:\n", f"{reports}scheduled_reports:\n")
    (watched.folder / "supplierwatch.yaml").write_text(moved, encoding="utf-8")

    report(watched.work("2026-10"))

    assert watched.attached() == {"desk@paper.example": ["2026-10-service-public-en.html"]}
    with watched.database.reading() as connection:
        told = str(connection.execute(sa.select(MESSAGE.c.text)).scalar_one())
    assert "This is the public edition." in told
    assert "https://watch.city.example" not in told


def test_the_time_for_comments_runs_from_when_the_supplier_was_mailed_the_report(watched: Watched) -> None:
    path = watched.folder / "supplierwatch.yaml"
    readers = "[{role: Own, address: own@city.example}, {role: Supplier, address: s@supplier.example}]"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"  - {{name: supplier, kind: supplier, forms: [json], first: 2026-10, to: {readers}}}\n")
    report(watched.work("2026-10/supplier"))
    own, outside = at("2026-11-09 07:00"), at("2026-11-10 23:30")

    assert sent_on(watched) is None
    mark_sent(watched, "own@city.example", own)
    assert sent_on(watched) is None
    mark_sent(watched, "s@supplier.example", outside)
    assert sent_on(watched) == date(2026, 11, 10)


def mark_sent(watched: Watched, address: str, instant: int) -> None:
    sent = sa.update(MESSAGE).where(MESSAGE.c.destination == address).values(state="sent", sent_at=instant)
    with watched.database.writing() as connection:
        connection.execute(sent)


def sent_on(watched: Watched) -> date | None:
    watch = load_watch(watched.folder)
    results = read_watch_results(watch, watched.database, month("2026-10", watch.zone))
    sources = read_sources(watch, watched.database, results, at("2026-11-20 09:00"), ReportKind.SUPPLIER)
    return sources.sent_on
