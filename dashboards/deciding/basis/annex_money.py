"""Parts 7 and 9 of the annex: what became of credits, and what the contract costs."""

from collections.abc import Iterator
from decimal import Decimal

from dashboards.deciding.basis.measured import credit_sentences
from dashboards.deciding.basis.telling import Telling, numbers, table
from dashboards.document.model import Block, Run, Section
from dashboards.ledger.section import WaiverRow, build_ledger
from dashboards.ledger.words import AMOUNTS
from dashboards.wording.words import marked
from evaluator.core.follow_up.balances import Balance

LEDGER_FILE = "ledger.yaml"
_WAIVERS = (marked("Credit"), marked("Amount"), marked("Decided"), marked("Reason"), marked("Legal review"))


def credits_section(telling: Telling) -> Section:
    """Return part 7: what became of the credits of each year, waivers with their reasons."""
    words, ledger = telling.words, telling.sources.follow_up.ledger
    heading = words.text("Credits")
    if ledger is None:
        return Section(
            "annex-credits", heading, (telling.note(words.text("The contract gives no credits.")),)
        )
    blocks: list[Block] = [telling.measured(one) for one in credit_sentences(telling)]
    years: dict[str, Balance] = {}
    for month, balance in ledger.by_month().items():
        years[month[:4]] = years.get(month[:4], Balance()) + balance
    blocks.append(
        table(
            "annex-ledger",
            words.text("Credits of each year, in {currency}", currency=ledger.currency),
            [words.text("Year"), *(numbers(words.text(heading)) for heading in AMOUNTS.values())],
            [
                *(_balance(telling, year, balance) for year, balance in years.items()),
                _balance(telling, words.text("Total"), ledger.total),
            ],
        )
    )
    blocks += _waivers(telling)
    return Section("annex-credits", heading, tuple(blocks))


def _balance(telling: Telling, name: str, balance: Balance) -> Iterator[str | Run]:
    yield name
    for field in AMOUNTS:
        amount: Decimal = getattr(balance, field)
        yield telling.of_ledger(telling.words.number(amount))


def _waivers(telling: Telling) -> Iterator[Block]:
    words, follow_up = telling.words, telling.sources.follow_up
    if follow_up.ledger is None:
        return
    contract = telling.sources.results.contract
    section = build_ledger(follow_up.ledger, follow_up.lapsing, contract, words)
    if not section.waivers:
        return
    yield table(
        "annex-waivers",
        words.text("Waived credits, with reasons"),
        [words.text(one) for one in _WAIVERS],
        (_waiver(telling, one) for one in section.waivers),
        section.legal_note,
    )


def _waiver(telling: Telling, one: WaiverRow) -> Iterator[str | Run]:
    yield one.place
    for text in (one.amount, one.decided, one.reason, one.review):
        yield telling.of_file(LEDGER_FILE, "entries", text)


def economy(telling: Telling) -> Section:
    """Return part 9: the fees that the contract states; budget and benchmark are said to be missing."""
    words, contract = telling.words, telling.sources.results.contract
    heading = words.text("Economy")
    fees = [one for one in contract.services if one.monthly_fee is not None and one.monthly_fee > 0]
    blocks: list[Block] = []
    if fees:
        total = sum((one.monthly_fee for one in fees if one.monthly_fee is not None), Decimal(0))
        rows = [
            (one.label.in_language(words.language), one.id, one.monthly_fee or Decimal(0)) for one in fees
        ]
        blocks.append(
            table(
                "annex-fees",
                words.text("Fees of the contract"),
                [
                    words.text("Service"),
                    numbers(words.text("Each month")),
                    numbers(words.text("Twelve months")),
                ],
                [
                    *(_fee(telling, label, f"services.{name}.monthly_fee", fee) for label, name, fee in rows),
                    _fee(telling, words.text("Total"), "services", total),
                ],
            )
        )
    else:
        blocks.append(telling.lacking(words.text("The contract file states no monthly fees.")))
    blocks.append(
        telling.place(
            "annex-economy",
            words.text(
                "outcome against budget, unit prices, benchmark, and the costs of the organisation's"
                " own work: no source here measures them."
            ),
        )
    )
    return Section("annex-economy", heading, tuple(blocks))


def _fee(telling: Telling, label: str, key: str, fee: Decimal) -> Iterator[str | Run]:
    currency = telling.sources.results.contract.contract.currency
    yield label
    yield telling.of_contract(key, telling.words.money(fee, currency))
    yield telling.of_contract(key, telling.words.money(12 * fee, currency))
