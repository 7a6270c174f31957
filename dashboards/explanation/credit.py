"""The points and the credit of a service explained, step by step from points to money."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dashboards.explanation.credit_lines import credits_in_view, lines_in_view, made_of
from dashboards.explanation.parts import Explained, Heading, Part, Sentence, make_table
from dashboards.explanation.pictures import Bar, Bars
from dashboards.explanation.provenance import tell_provenance
from dashboards.explanation.telling import FigureFacts, command_line, find_outcome
from dashboards.figure_keys import FigureKind, FigureSubject
from dashboards.report.credit_lines import exact_money
from dashboards.report.method_credits import describe_credits
from dashboards.report.verdicts import value_text
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import cap_word, verdict_word, view_word
from dashboards.wording.words import marked
from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import Consequence
from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.money.lines import LineKind
from evaluator.core.outcomes import Outcome, View

_POINTS = (
    marked("Indicator"),
    marked("Service"),
    marked("Value"),
    marked("Verdict"),
    marked("Points"),
    marked("Points after repeat"),
    marked("Explained by"),
)
_SERVICES = (
    marked("Service"),
    marked("Points"),
    marked("Monthly fee"),
    marked("Share before cap"),
    marked("Share after cap"),
    marked("Capped by"),
    marked("Credit"),
    marked("Explained by"),
)


def explain_points(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return from which indicators the points of a service come."""
    words, found = facts.words, _credit(facts, subject.name)
    month = words.month(facts.context.results.period.name)
    title = words.text(
        "Points of {service}, {month}", service=facts.context.service(subject.name), month=month
    )
    return Explained(title, (*_points(facts, found), *_more(facts, FigureKind.CREDIT, found), *_end(facts)))


def explain_credit(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return the reckoning of one service's credit, or of all services together."""
    words = facts.words
    month = words.month(facts.context.results.period.name)
    if not subject.name:
        title = words.text("Credits of all services, {month}", month=month)
        return Explained(title, (*_total(facts), *_end(facts)))
    found = _credit(facts, subject.name)
    title = words.text(
        "Credit of {service}, {month}", service=facts.context.service(subject.name), month=month
    )
    return Explained(
        title, (*_steps(facts, found), *made_of(facts, found), *_points(facts, found), *_end(facts))
    )


def _credit(facts: FigureFacts, service: str) -> ServiceCredit:
    return next(one for one in credits_in_view(facts) if one.service == service)


def _steps(facts: FigureFacts, credit: ServiceCredit) -> Iterator[Part]:
    words, terms = facts.words, facts.context.contract.credits
    if terms is None:
        return
    money = _money(facts, credit.amount)
    yield Sentence(f"{money}, {view_word(View(credit.view), words)}")
    yield _picture(facts, credit, terms)
    yield Heading(words.text("How it was reckoned"))
    yield Sentence(_raw(facts, credit, terms))
    yield from (Sentence(text) for text in _caps(facts, credit, terms))
    yield Sentence(_rounding(facts, credit))


def _raw(facts: FigureFacts, credit: ServiceCredit, terms: CreditTerms) -> str:
    kinds = {line.kind for line in lines_in_view(facts) if line.service == credit.service}
    if terms.per_point is None or not kinds <= {LineKind.POINTS, LineKind.BONUS, LineKind.EARN_BACK}:
        return facts.words.text(
            "What it is made of adds up to {share} of the monthly fee of {fee}, or {amount}.",
            share=_share(facts, credit.raw_share),
            fee=_money(facts, credit.monthly_fee),
            amount=exact_money(facts.context, credit.raw_share * Fraction(credit.monthly_fee)),
        )
    return facts.words.text(
        "{points} points times {rate} are {share} of the monthly fee of {fee}, or {amount}.",
        points=facts.words.number(credit.points),
        rate=_share(facts, terms.per_point),
        share=_share(facts, credit.raw_share),
        fee=_money(facts, credit.monthly_fee),
        amount=exact_money(facts.context, credit.raw_share * Fraction(credit.monthly_fee)),
    )


def _caps(facts: FigureFacts, credit: ServiceCredit, terms: CreditTerms) -> Iterator[str]:
    words = facts.words
    yield words.text(
        "A service gives at most {service_cap} of its own fee; all services together give at most {total_cap}"
        " of all fees, {highest}.",
        service_cap=_share(facts, terms.service_cap),
        total_cap=_share(facts, terms.total_cap),
        highest=exact_money(facts.context, terms.total_cap * _fees(facts)),
    )
    if credit.capped_by is Cap.NONE:
        yield words.text("No cap lowers it.")
    else:
        yield words.text(
            "Held down last by: {cap}. It leaves {share} of the fee, or {amount}.",
            cap=cap_word(credit.capped_by, words),
            share=_share(facts, credit.share),
            amount=exact_money(facts.context, _due(credit)),
        )


def _rounding(facts: FigureFacts, credit: ServiceCredit) -> str:
    return facts.words.text(
        "{due} rounded as the contract says is {amount}.",
        due=exact_money(facts.context, _due(credit)),
        amount=_money(facts, credit.amount),
    )


def _picture(facts: FigureFacts, credit: ServiceCredit, terms: CreditTerms) -> Bars:
    words, fee = facts.words, Fraction(credit.monthly_fee)
    steps = [
        (
            words.text("Before caps"),
            credit.raw_share * fee,
            exact_money(facts.context, credit.raw_share * fee),
        ),
        (words.text("After caps"), _due(credit), exact_money(facts.context, _due(credit))),
        (words.text("Rounded"), Fraction(credit.amount), _money(facts, credit.amount)),
    ]
    highest = max([amount for _, amount, _ in steps] + [terms.service_cap * fee]) or Fraction(1)
    bars = tuple(
        Bar(label, Fraction(0), amount / highest, text, is_notable=label == steps[-1][0])
        for label, amount, text in steps
    )
    cap = exact_money(facts.context, terms.service_cap * fee)
    return Bars(
        words.text("From points to credit"),
        words.text("The line is the cap of the service, {amount}.", amount=cap),
        bars,
        terms.service_cap * fee / highest,
        cap,
    )


def _points(facts: FigureFacts, credit: ServiceCredit) -> Iterator[Part]:
    words = facts.words
    found = _contributions(facts, credit.service)
    yield Heading(words.text("Where the points come from"))
    rows = [_contribution(facts, one) for one in found]
    yield make_table(words, words.text("Indicators"), _POINTS, rows, right=_POINTS[4:6])
    total = sum(one.points_after_repeat for one in found)
    summands = (
        " + ".join(words.number(one.points_after_repeat) for one in found if one.points_after_repeat) or "0"
    )
    yield Sentence(words.plural("{sum} = {n} point", "{sum} = {n} points", total, sum=summands))


def _contributions(facts: FigureFacts, service: str) -> list[Outcome]:
    """The judged outcomes whose points stand on a service, its parts and those of all together among them."""
    contract = facts.context.contract
    found = []
    for whole in facts.context.whole_outcomes():
        indicator = facts.context.indicators[whole.indicator]
        charged = {contract.service(name).billed_as for name in facts.service_names(indicator, whole.scope)}
        outcome = find_outcome(facts, whole.indicator, whole.scope)
        if outcome is not None and indicator.consequence is Consequence.CREDIT and service in charged:
            found.append(outcome)
    return found


def _contribution(facts: FigureFacts, outcome: Outcome) -> tuple[str, ...]:
    words, indicator = facts.words, facts.context.indicators[outcome.indicator]
    return (
        f"{indicator.id} {indicator.label.in_language(words.language)}",
        facts.context.service(outcome.scope.service),
        value_text(indicator, outcome, words),
        verdict_word(outcome.verdict, words),
        words.number(outcome.points),
        words.number(outcome.points_after_repeat),
        facts.keys.of_outcome(outcome.indicator, outcome.scope),
    )


def _total(facts: FigureFacts) -> Iterator[Part]:
    words, found = facts.words, credits_in_view(facts)
    total = sum((one.amount for one in found), Decimal(0))
    yield Sentence(f"{_money(facts, total)}, {view_word(facts.view, words)}")
    yield _shares_picture(facts, found)
    rows = [_service_row(facts, one) for one in found]
    yield make_table(words, words.text("Services"), _SERVICES, rows, right=(*_SERVICES[1:5], _SERVICES[6]))
    yield Sentence(
        words.text(
            "{sum} = {amount}",
            sum=" + ".join(_money(facts, one.amount) for one in found if one.amount != 0) or "0",
            amount=_money(facts, total),
        )
    )
    terms = facts.context.contract.credits
    if terms is not None:
        highest = exact_money(facts.context, terms.total_cap * _fees(facts))
        yield Sentence(
            words.text(
                "All services together give at most {total_cap} of all fees, {highest}.",
                total_cap=_share(facts, terms.total_cap),
                highest=highest,
            )
        )


def _shares_picture(facts: FigureFacts, found: list[ServiceCredit]) -> Bars:
    words = facts.words
    highest = max((one.amount for one in found), default=Decimal(0)) or Decimal(1)
    bars = tuple(
        Bar(
            facts.context.service(one.service),
            Fraction(0),
            Fraction(one.amount) / Fraction(highest),
            _money(facts, one.amount),
            is_notable=one.capped_by is not Cap.NONE,
        )
        for one in found
    )
    return Bars(words.text("Credits by service"), words.text("Marked are those a cap held down."), bars)


def _service_row(facts: FigureFacts, credit: ServiceCredit) -> tuple[str, ...]:
    words = facts.words
    return (
        facts.context.service(credit.service),
        words.number(credit.points),
        _money(facts, credit.monthly_fee),
        _share(facts, credit.raw_share),
        _share(facts, credit.share),
        "" if credit.capped_by is Cap.NONE else cap_word(credit.capped_by, words),
        _money(facts, credit.amount),
        facts.keys.of(FigureKind.CREDIT, credit.service),
    )


def _more(facts: FigureFacts, kind: FigureKind, credit: ServiceCredit) -> Iterator[Part]:
    yield command_line(facts, facts.keys.of(kind, credit.service))


def _end(facts: FigureFacts) -> Iterator[Part]:
    yield Heading(facts.words.text("What the contract says"))
    for entry in describe_credits(facts.context):
        yield Sentence(f"{entry.term}: {entry.text}")
    yield from tell_provenance(facts)


def _fees(facts: FigureFacts) -> Fraction:
    return sum((Fraction(one.monthly_fee) for one in credits_in_view(facts)), Fraction(0))


def _due(credit: ServiceCredit) -> Fraction:
    return credit.share * Fraction(credit.monthly_fee)


def _share(facts: FigureFacts, share: Fraction) -> str:
    return facts.words.percent(share, digits_needed(share * 100))


def _money(facts: FigureFacts, amount: Decimal) -> str:
    return facts.words.money(amount, facts.context.contract.contract.currency)
