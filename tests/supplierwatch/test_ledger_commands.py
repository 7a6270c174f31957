"""`supplierwatch ledger`: what became of calculated credits, and noting what was done about them.

One of October's two tickets took too long: 50 %, 3 points of the desk (2 % of 100 000 each), 6 000.
"""

import csv
import io
import json
import multiprocessing
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from supplierwatch.__main__ import main
from supplierwatch.cli.session import Session
from tests.supplierwatch.watches import replace_text, write_watch

LOG = """\
Ticket;Time;Status;Kind;Priority
A-1;2026-10-05 08:00:00;New;Incident;3
A-1;2026-10-05 10:00:00;Resolved;Incident;3
A-2;2026-10-06 08:00:00;New;Incident;2
A-2;2026-10-07 17:00:00;Resolved;Incident;2
A-3;2026-11-01 08:00:00;New;Incident;2
"""
CLAIM = ("ledger", "claim", "--period", "2026-10", "--by", "Avtalsförvaltare", "--reference", "KS 1")
GROUNDS = ("--by", "Anna Ek", "--reason", "Ringa", "--reviewed-by", "Jurist", "--reviewed-on", "2026-11-10")
WAIVE = ("ledger", "waive", "--period", "2026-10", *GROUNDS, "--finding", "Enstaka fall")


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch in which October 2026 was collected and evaluated on 9 November."""
    folder = write_watch(tmp_path_factory.mktemp("ledger") / "watch")
    (folder / "deliveries" / "tickets-2026-10.csv").write_text(LOG, encoding="utf-8")
    replace_text(
        folder / "contract.yaml", "minimum_sample: {size: 20, below: not_assessable}", "minimum_sample: null"
    )
    replace_text(folder / "supplierwatch.yaml", "language: sv", "language: en")
    price_points(folder, "2 %")
    with pytest.MonkeyPatch.context() as patched:
        set_day(patched, "2026-11-09")
        assert main(["--watch", str(folder), "collect"]) == 0
        assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    return folder


@pytest.fixture
def folder(evaluated: Path, tmp_path: Path) -> Path:
    """A copy of the evaluated watch."""
    return Path(shutil.copytree(evaluated, tmp_path / "watch"))


def set_day(patched: pytest.MonkeyPatch, day: str) -> None:
    """Let the program run at nine in the morning of `day`."""
    instant = int(
        datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo("Europe/Stockholm")).timestamp()
    )
    patched.setattr(Session, "now", lambda _session: instant)


def price_points(folder: Path, share: str) -> None:
    """Let a point cost `share` of the service's monthly fee, and all of them 12 % at most."""
    path = folder / "contract.yaml"
    text = path.read_text(encoding="utf-8")
    for key, value in {"per_point": share, "service_cap": "12 %", "total_cap": "12 %"}.items():
        text = re.sub(f'{key}: "[^"]*"', f'{key}: "{value}"', text)
    path.write_text(text, encoding="utf-8")


class Watch:
    """Commands given to one watch on chosen days."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.patched, self.capsys = folder, patched, capsys

    def run(self, day: str, *arguments: str) -> tuple[int, str, str]:
        """Return the exit code, standard output and standard error of a command."""
        set_day(self.patched, day)
        self.capsys.readouterr()
        code = main(["--watch", str(self.folder), *arguments])
        found = self.capsys.readouterr()
        return code, *(" ".join(text.replace("\u00a0", " ").split()) for text in (found.out, found.err))

    def done(self, day: str, *arguments: str) -> str:
        """Return the standard output of a command that succeeds."""
        code, out, err = self.run(day, *arguments)
        assert code == 0, err
        return out

    def ledger(self, day: str, *arguments: str) -> dict[str, Any]:
        """Return the ledger as JSON."""
        found: dict[str, Any] = json.loads(self.done(day, "ledger", "--json", *arguments))
        return found

    @property
    def file(self) -> str:
        path = self.folder / "ledger.yaml"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def watch(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Watch:
    return Watch(folder, monkeypatch, capsys)


def test_a_claim_lives_through_dispute_and_credit(watch: Watch) -> None:
    assert "L-2026-10-1: claimed 5000 SEK of 2026-10" in watch.done("2026-11-10", *CLAIM, "--amount", "5 000")
    about = ("--period", "2026-10", "--service", "desk")
    watch.done("2026-11-20", "ledger", "dispute", *about, "--amount", "2000", "--by", "X", "--reason", "Y")
    watch.done("2026-11-25", "ledger", "credit", *about, "--amount", "3000", "--invoice", "F1")
    settled = ("--stands", "500.50", "--falls", "1499.50", "--by", "Forum", "--reason", "Logg")
    watch.done("2026-12-01", "ledger", "settle", *about, *settled)
    watch.done("2026-12-02", "ledger", "withdraw", *about, "--amount", "0.50", "--by", "X", "--reason", "Y")
    watch.done("2026-12-03", *WAIVE, "--amount", "400")
    total = watch.ledger("2026-12-10")["total"]
    # 5 000 claimed less 0.50 withdrawn = 3 000 credited + 1 499.50 lost + 500 outstanding
    assert (total["claimed"], total["credited"], total["fallen"]) == ("4999.50", "3000", "1499.50")
    # 6 000 = 4 999.50 claimed + 400 waived + 600.50 open
    assert (total["outstanding"], total["waived"], total["open"]) == ("500", "400", "600.50")


@pytest.mark.parametrize(
    ("left_out", "needed"),
    [
        ("--by", "decided_by"),
        ("--reason", "reason"),
        ("--reviewed-by", "--reviewed-by: the key by"),
    ],
)
def test_a_waiver_without_name_reason_or_legal_review_is_refused(
    watch: Watch, left_out: str, needed: str
) -> None:
    place = WAIVE.index(left_out)
    code, _, err = watch.run("2026-11-12", *WAIVE[:place], *WAIVE[place + 2 :], "--amount", "400")
    assert (code, watch.file) == (2, "")
    assert needed in err


def test_a_bare_waiver_is_refused_with_the_legal_note(watch: Watch) -> None:
    code, _, err = watch.run("2026-11-12", "ledger", "waive", "--period", "2026-10", "--amount", "400")
    assert (code, watch.file) == (2, "")
    assert "a waiver needs decided_by, reason, legal_review: not applying essential terms" in err
    assert "LOU 17 kap." in err


def test_a_waiver_is_shown_with_everything_it_rests_on(watch: Watch) -> None:
    watch.done("2026-11-12", *WAIVE, "--amount", "400")
    out = watch.done("2026-11-13", "ledger")
    assert "Anna Ek, 2026-11-12" in out
    assert "Jurist, 2026-11-10: Enstaka fall" in out
    assert "can itself be seen as an unlawful change of the contract (LOU 17 kap.)" in out


def test_a_claim_over_what_is_open_is_refused_with_the_arithmetic(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "5000")
    before = watch.file
    code, _, err = watch.run("2026-11-11", *CLAIM, "--amount", "1000.01")
    assert (code, watch.file) == (2, before)
    assert "of which 1000 was open: 1000.01 - 1000 = 0.01 too much" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--period", "2026-09", "--amount", "1"), "2026-09 has no result from after it was over"),
        (("--period", "october", "--amount", "1"), "period"),
        (("--service", "lift", "--amount", "1"), "2026-10 has no calculated credit for lift"),
        (("--amount", "many"), "an amount of money is a number"),
        (("--amount", "0"), "greater than 0"),
        (("--amount", "1", "--day", "2026-11-13"), "2026-11-13 is still to come"),
        (("--amount", "1", "--day", "2026-10-31"), "before 2026-10 was over"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    watch: Watch, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = watch.run("2026-11-12", *CLAIM, *arguments)
    assert (code, watch.file) == (2, "")
    assert said in err


def test_a_warning_begins_so_many_days_before_a_claim_lapses(watch: Watch) -> None:
    # October lapses on 1 February: 30 days before that is 2 January.
    assert watch.ledger("2027-01-01")["lapsing"] == []
    assert [one["open"] for one in watch.ledger("2027-01-02")["lapsing"]] == ["6000"]
    out = watch.done("2027-01-02", "ledger")
    assert "SEK 6,000 has not been claimed; the last day to claim it is 31 January 2027" in out


def test_the_days_of_warning_are_a_setting(watch: Watch) -> None:
    path = watch.folder / "supplierwatch.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nwarn_days_before_lapse: 5\n", encoding="utf-8")
    assert watch.ledger("2027-01-26")["lapsing"] == []
    assert watch.ledger("2027-01-27")["lapsing"] != []


def test_check_warns_too_and_ends_with_0(watch: Watch) -> None:
    found = json.loads(watch.done("2027-01-20", "check", "--json"))
    [warning] = [one for one in found["problems"] if one["file"].endswith("ledger.yaml")]
    assert warning["severity"] == "warning"
    assert warning["found"].startswith(
        "6000 SEK of 2026-10 for desk is not claimed, and lapses on 2027-02-01"
    )


def test_what_was_claimed_is_not_warned_of(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "6000")
    assert watch.ledger("2027-01-20")["lapsing"] == []


def test_what_nobody_claimed_has_lapsed(watch: Watch) -> None:
    assert watch.ledger("2027-01-31")["total"]["open"] == "6000"
    assert watch.ledger("2027-02-01")["total"]["lapsed"] == "6000"


def test_the_ledger_as_of_a_past_day_is_what_it_was(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "1000")
    before = watch.ledger("2026-11-15")
    watch.done("2026-11-20", *CLAIM, "--amount", "2000")
    assert watch.ledger("2027-03-01")["total"]["claimed"] == "3000"
    assert watch.ledger("2027-03-01", "--as-of", "2026-11-15") == before


def test_a_later_result_below_what_was_claimed_is_named_claimed_too_much(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "6000")
    price_points(watch.folder, "1 %")
    watch.done("2026-11-11", "evaluate", "--period", "2026-10")
    code, out, err = watch.run("2026-11-12", "ledger")
    # 3 points of 1 % are 3 000
    assert code == 0
    assert "Service desk, October 2026: claimed too much by SEK 3,000" in out
    assert "of which 3000 was open: 6000 - 3000 = 3000 too much" in err
    assert "ledger.yaml:8: entries[L-2026-10-1].amount" in err


def test_more_credited_in_the_file_than_was_claimed_ends_with_2(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "1000")
    watch.done("2026-11-20", "ledger", "credit", "--period", "2026-10", "--amount", "1000", "--invoice", "F1")
    replace_text(watch.folder / "ledger.yaml", "invoice: F1", "invoice: F1 # as noted")
    path = watch.folder / "ledger.yaml"
    path.write_text(
        watch.file.replace("amount: 1000\n    invoice", "amount: 1250\n    invoice"), encoding="utf-8"
    )
    code, out, err = watch.run("2026-11-21", "ledger")
    assert code == 2
    assert "SEK 250 more was credited than was claimed" in out
    assert "1250 - 1000 = 250 too much" in err
    assert watch.run("2026-11-21", "check")[0] == 2


def test_an_entry_dated_in_the_future_is_refused_with_its_line(watch: Watch) -> None:
    watch.done("2026-11-20", *CLAIM, "--amount", "1000")
    code, _, err = watch.run("2026-11-19", "ledger")
    assert code == 2
    assert "L-2026-10-1 is dated 2026-11-20, which is still to come" in err
    assert "ledger.yaml:7" in err


def test_an_entry_about_a_month_without_results_is_named_and_in_no_sum(watch: Watch) -> None:
    watch.done("2026-11-20", *CLAIM, "--amount", "1000")
    path = watch.folder / "ledger.yaml"
    path.write_text(watch.file.replace("period: 2026-10", "period: 2026-09"), encoding="utf-8")
    found = watch.ledger("2026-11-21")
    assert (found["unplaced"], found["total"]["claimed"]) == (["L-2026-10-1"], "0")


def test_months_are_chosen(watch: Watch) -> None:
    assert watch.ledger("2026-11-20", "--period", "2026-10")["total"]["calculated"] == "6000"
    assert watch.ledger("2026-11-20", "--from", "2026-11")["rows"] == []
    assert watch.ledger("2026-11-20", "--to", "2026-09")["rows"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--from", "2026-11", "--to", "2026-10"], "2026-11 comes after 2026-10"),
        (["--period", "2026-10", "--from", "2026-10"], "--period names one month"),
        (["--to", "2026-13"], "--to: '2026-13'; allowed: a month such as 2026-10"),
    ],
)
def test_a_span_of_months_that_cannot_be_is_refused_and_not_shown_as_0_kronor(
    watch: Watch, asked: list[str], said: str
) -> None:
    code, out, err = watch.run("2026-11-20", "ledger", *asked)
    assert (code, out) == (2, "")
    assert said in err


def test_a_month_without_results_is_not_said_to_have_no_credits(watch: Watch) -> None:
    out = watch.done("2026-11-20", "ledger", "--period", "2026-12")
    assert "No calculated credit is known of the months shown." in out
    assert "amount to SEK 0" not in out


@pytest.mark.parametrize("folder_named", [".", "/"])
def test_a_page_is_not_written_where_a_folder_is_named(watch: Watch, folder_named: str) -> None:
    code, _, err = watch.run("2026-11-20", "ledger", "--html", folder_named)
    assert code != 0
    assert "it is a folder; name a file in it" in err


def test_an_empty_name_is_refused_in_plain_words(watch: Watch) -> None:
    claim = ("ledger", "claim", "--period", "2026-10", "--by", "", "--reference", "KS 1", "--amount", "10")
    assert "--by: ''; allowed: some words" in watch.run("2026-11-20", *claim)[2]


def test_a_month_that_is_no_month_is_refused(watch: Watch) -> None:
    assert watch.run("2026-11-20", "ledger", "--period", "oktober")[0] == 2


def test_the_ledger_is_written_as_csv_for_spreadsheets(watch: Watch) -> None:
    set_day(watch.patched, "2026-11-20")
    watch.capsys.readouterr()
    assert main(["--watch", str(watch.folder), "ledger", "--csv", "--language", "sv"]) == 0
    text = watch.capsys.readouterr().out.removeprefix("\ufeff")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["Månad"], row["Tjänst"], row["Beräknat"]) == ("2026-10", "Servicedesk", "6000")
    assert row["Sista dag att kräva"] == "2027-01-31"


def test_the_ledger_is_written_as_a_page(watch: Watch, tmp_path: Path) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "1000", "--by", "<b>me</b>")
    watch.done("2026-11-20", "ledger", "--language", "sv", "--html", str(tmp_path / "ledger.html"))
    page = (tmp_path / "ledger.html").read_text(encoding="utf-8")
    assert "Vite: beräknat, krävt, krediterat" in page
    assert "&lt;b&gt;me&lt;/b&gt;" in page
    assert "<script" not in page
    assert watch.done("2026-11-20", "ledger", "--html", "-").startswith("<!doctype html>")


def test_the_report_has_a_section_with_the_day_it_was_read(watch: Watch) -> None:
    watch.done("2026-11-10", *CLAIM, "--amount", "1000")
    page = watch.done("2027-01-20", "report", "--period", "2026-10", "--language", "sv", "--output", "-")
    assert "Vite: beräknat, krävt, krediterat" in page
    assert "Läget den 2027-01-20" in page
    assert "5 000 kr har inte krävts; sista dag att kräva det är den 31 januari 2027" in page
    found = json.loads(watch.done("2027-01-20", "report", "--period", "2026-10", "--format", "json"))
    assert found["follow_up"]["read_on"] == "2027-01-20"
    assert found["follow_up"]["ledger"]["total"]["claimed"] == "1000"
    table = watch.done("2027-01-20", "report", "--period", "2026-10", "--format", "csv", "--language", "sv")
    assert "vitesliggare" in table


def test_evaluating_shows_no_ledger_so_that_the_same_facts_give_the_same_bytes(watch: Watch) -> None:
    found = json.loads(watch.done("2026-11-20", "evaluate", "--period", "2026-10", "--json"))
    assert "follow_up" not in found


def claim_one(folder: str) -> int:
    """Claim one krona in a process of its own."""
    with pytest.MonkeyPatch.context() as patched:
        set_day(patched, "2026-11-10")
        return main(["--watch", folder, *CLAIM, "--amount", "1"])


def test_two_people_noting_at_once_lose_nothing(watch: Watch) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        codes = pool.map(claim_one, [str(watch.folder)] * 4, chunksize=1)
    assert codes == [0, 0, 0, 0]
    found = watch.ledger("2026-11-20")
    assert [one["id"] for one in found["entries"]] == [f"L-2026-10-{number}" for number in (1, 2, 3, 4)]
