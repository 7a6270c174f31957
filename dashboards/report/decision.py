"""The decision clock: how long the contract runs, and when notice of an option must have been received."""

from dataclasses import dataclass
from datetime import date

from dashboards.report.context import Context
from dashboards.wording.terms import option_state_word
from evaluator.contract.contract import ExtensionOption, OptionState


@dataclass(frozen=True)
class OptionRow:
    """One option."""

    label: str
    state: str
    prolongs_to: str
    notice_by: str
    internal_last_day: str
    left: str
    is_open: bool


@dataclass(frozen=True)
class DecisionClock:
    """The next date that decides something: `count` days left of it, None where there is none."""

    count: str
    count_unit: str
    headline: str
    sentences: tuple[str, ...]
    options: tuple[OptionRow, ...]


def build_decision_clock(context: Context, today: date | None = None) -> DecisionClock:
    """Return the decision clock, counted from `today`, or from the day up to which facts are known.

    A report says how it stood then; a page that is looked at later must not show days that are gone.
    """
    term, today = context.contract.term, context.known_day if today is None else today
    upcoming = _next_notice(term.options, today)
    day = term.current_last_day if upcoming is None or upcoming.notice_by is None else upcoming.notice_by
    left = max((day - today).days, 0)
    words = context.wording
    unit = words.plural("day left", "days left", left)
    return DecisionClock(
        count=words.number(left),
        count_unit=unit,
        headline=_headline(context, upcoming, day),
        sentences=_sentences(context, today),
        options=tuple(_row(context, option, today) for option in term.options),
    )


def _next_notice(options: tuple[ExtensionOption, ...], today: date) -> ExtensionOption | None:
    found = [
        option
        for option in options
        if option.state is OptionState.OPEN and option.notice_by is not None and option.notice_by >= today
    ]
    return min(found, key=lambda option: option.notice_by or date.max, default=None)


def _headline(context: Context, upcoming: ExtensionOption | None, day: date) -> str:
    words = context.wording
    if upcoming is None:
        return words.text("The contract ends on {day}", day=words.long_day(day))
    label = upcoming.label.in_language(words.language)
    return words.text("Notice of {option} by {day}", option=label, day=words.long_day(day))


def _sentences(context: Context, today: date) -> tuple[str, ...]:
    words, term = context.wording, context.contract.term
    found = [
        words.text(
            "The contract runs from {first} up to and including {last}.",
            first=words.day(term.first_day),
            last=words.day(term.current_last_day),
        )
    ]
    open_ones = [option for option in term.options if option.state is OptionState.OPEN]
    return (*found, *(_say(context, option, today) for option in open_ones))


def _say(context: Context, option: ExtensionOption, today: date) -> str:
    words = context.wording
    prolongs_to, label = words.day(option.prolongs_to), option.label.in_language(words.language)
    if option.notice_by is None:
        return words.text(
            "{option} prolongs up to and including {prolongs_to}; no notice date is stated, which should be"
            " settled with the supplier.",
            option=label,
            prolongs_to=prolongs_to,
        )
    if option.notice_by < today:
        return words.text(
            "{option} has lapsed unless notice was received by {notice_by}; what became of it is not"
            " written in the contract file.",
            option=label,
            notice_by=words.day(option.notice_by),
        )
    return words.text(
        "{option} prolongs up to and including {prolongs_to}; notice is to be given in writing by"
        " {notice_by}.",
        option=label,
        prolongs_to=prolongs_to,
        notice_by=words.day(option.notice_by),
    )


def _row(context: Context, option: ExtensionOption, today: date) -> OptionRow:
    words = context.wording
    return OptionRow(
        label=option.label.in_language(words.language),
        state=option_state_word(option.state, words),
        prolongs_to=words.day(option.prolongs_to),
        notice_by=words.text("not stated") if option.notice_by is None else words.day(option.notice_by),
        internal_last_day="" if option.internal_last_day is None else words.day(option.internal_last_day),
        left=_left(context, option, today),
        is_open=option.state is OptionState.OPEN,
    )


def _left(context: Context, option: ExtensionOption, today: date) -> str:
    words = context.wording
    if option.state is not OptionState.OPEN:
        decided = option.decided_on
        return "" if decided is None else words.text("decided {day}", day=words.day(decided))
    if option.notice_by is None:
        return ""
    left = (option.notice_by - today).days
    if left < 0:
        return words.plural("passed {n} day ago", "passed {n} days ago", -left)
    return words.plural("{n} day", "{n} days", left)
