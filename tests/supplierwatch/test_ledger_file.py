"""The ledger's file, held against the contract: each problem with its line and the reckoning."""

from pathlib import Path

import pytest

from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import line_of, only_problem_of, problems_of, replace_text

CLAIM = """\
entries:
  - id: L1
    kind: claimed
    period: 2026-10
    service: desk
    day: 2026-11-10
    amount: 1000
    reference: KS 2026/1
    by: Avtalsförvaltare
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "ledger.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_watch_without_a_ledger_has_no_entries(watch_folder: Path) -> None:
    assert load_watch(watch_folder).ledger == ()


def test_entries_are_read(watch_folder: Path) -> None:
    write(watch_folder, CLAIM)
    [entry] = load_watch(watch_folder).ledger
    assert (entry.id, entry.kind, entry.service) == ("L1", "claimed", "desk")


def test_a_waiver_without_grounds_is_refused_with_its_line_and_the_legal_note(watch_folder: Path) -> None:
    path = write(watch_folder, CLAIM.replace("claimed", "waived").replace("    by: Avtalsförvaltare\n", ""))
    problem = only_problem_of(watch_folder)
    assert "a waiver needs decided_by, reason, legal_review" in problem.found + problem.allowed
    assert "LOU 17 kap." in problem.found + problem.allowed
    assert (problem.line, problem.path) == (line_of(path, "id: L1"), "entries[L1]")


@pytest.mark.parametrize(
    ("old", "new", "found", "allowed"),
    [
        ("service: desk", "service: lift", "'lift' is no service from which credits are taken", "desk"),
        ("period: 2026-10", "period: 2023-12", "2023-12 is no month of the contract", "2024-01 to 2027-12"),
        ("amount: 1000", "currency: EUR\n    amount: 1000", "EUR is not the contract's currency", "SEK"),
    ],
)
def test_what_the_contract_does_not_have_is_refused(
    watch_folder: Path, old: str, new: str, found: str, allowed: str
) -> None:
    path = write(watch_folder, CLAIM.replace(old, new))
    problem = only_problem_of(watch_folder)
    assert (problem.found, problem.allowed) == (found, allowed)
    assert problem.line == line_of(path, new.split("\n", maxsplit=1)[0])


def test_a_month_after_the_contract_is_refused(watch_folder: Path) -> None:
    write(watch_folder, CLAIM.replace("2026-10", "2028-01").replace("2026-11-10", "2028-02-10"))
    assert only_problem_of(watch_folder).found == "2028-01 is no month of the contract"


def test_the_contract_s_own_currency_may_be_named(watch_folder: Path) -> None:
    write(watch_folder, CLAIM.replace("amount:", "currency: SEK\n    amount:"))
    assert load_watch(watch_folder).ledger[0].currency == "SEK"


def test_an_entry_from_before_its_month_was_over_is_refused(watch_folder: Path) -> None:
    write(watch_folder, CLAIM.replace("2026-11-10", "2026-10-30"))
    problem = only_problem_of(watch_folder)
    assert "dated 2026-10-30, before 2026-10 was over" in problem.found + problem.allowed


def test_a_claim_after_it_lapsed_is_refused_with_the_reckoning(watch_folder: Path) -> None:
    path = write(watch_folder, CLAIM.replace("2026-11-10", "2027-02-01"))
    problem = only_problem_of(watch_folder)
    assert problem.found == (
        "dated 2027-02-01, when there was nothing left to claim: 2026-10 ended on 2026-10-31, and its claims "
        "lapsed on 2027-02-01 (credits.claim_lapses_after_months: 3)"
    )
    assert (problem.allowed, problem.line) == ("a day up to 2027-01-31", line_of(path, "day:"))


def test_a_claim_on_the_last_day_is_in_time(watch_folder: Path) -> None:
    write(watch_folder, CLAIM.replace("2026-11-10", "2027-01-31"))
    assert load_watch(watch_folder).ledger


def test_a_late_claim_may_say_why_it_is_made_all_the_same(watch_folder: Path) -> None:
    write(
        watch_folder, CLAIM.replace("2026-11-10", "2027-03-01") + "    late_because: Omräknat i efterhand\n"
    )
    assert load_watch(watch_folder).ledger


def test_what_has_lapsed_cannot_be_waived(watch_folder: Path) -> None:
    text = CLAIM.replace("claimed", "waived").replace("2026-11-10", "2027-03-01")
    text = text.replace("    reference: KS 2026/1\n    by: Avtalsförvaltare\n", "")
    text += "    decided_by: Anna Ek\n    reason: Ringa\n"
    write(watch_folder, text + "    legal_review: {by: Jurist, day: 2026-11-10, finding: Enstaka}\n")
    assert "nothing left to waive" in only_problem_of(watch_folder).found


def test_each_id_stands_once(watch_folder: Path) -> None:
    path = write(watch_folder, CLAIM + CLAIM.removeprefix("entries:\n").replace("L1", "L2"))
    assert len(load_watch(watch_folder).ledger) == 2
    replace_text(path, "id: L2", "id: L1")
    assert only_problem_of(watch_folder).found == "L1 is the id of 2 entries"


def test_problems_of_the_ledger_are_found_with_those_of_the_contract(watch_folder: Path) -> None:
    write(watch_folder, CLAIM.replace("kind: claimed", "kind: forgotten"))
    replace_text(watch_folder / "contract.yaml", "currency: SEK", "currency: kr")
    files = {Path(problem.file).name for problem in problems_of(watch_folder)}
    assert files == {"ledger.yaml", "contract.yaml"}


def test_a_source_of_invoices_that_is_not_there_is_named(watch_folder: Path) -> None:
    terms = "invoiced: {data: [invoices], measure: credited, unit: currency, credits_are: positive}"
    replace_text(
        watch_folder / "contract.yaml",
        "  claim_lapses_after_months: 3\n",
        f"  claim_lapses_after_months: 3\n  {terms}\n",
    )
    problem = only_problem_of(watch_folder)
    assert problem.path == "credits.invoiced.data"
    assert "'invoices' is defined nowhere" in problem.found
