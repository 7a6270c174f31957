"""One language's wording: sentences, plural forms, numbers, money, time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, get_currency_symbol

from dashboards.wording.catalogue import Translations, read_translations
from dashboards.wording.rounding import round_beside, round_half_up, round_percentage
from evaluator.contract.bands import Range

LANGUAGES = ("sv", "en")
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
_LOCALES = {"sv": "sv_SE", "en": "en_GB"}


@dataclass(frozen=True)
class Wording:
    """What people read, in one language. Message ids are the English wording."""

    language: str
    locale: Locale
    translations: Translations

    def text(self, message: str, /, **values: object) -> str:
        """Return `message` in this language with `{name}` replaced by `values`."""
        return self.translations.messages.get(message, message).format(**values)

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form for `number` things (Swedish and English: one, or any other); it is `{n}` too."""
        forms = self.translations.plurals.get(one, (one, many))
        return forms[0 if number == 1 else 1].format(n=self.number(number), **values)

    def listing(self, parts: Iterable[str]) -> str:
        """Return `a, b and c`."""
        found = list(parts)
        if len(found) < 2:
            return "".join(found)
        return self.text("{first} and {last}", first=", ".join(found[:-1]), last=found[-1])

    def choice(self, parts: Iterable[str]) -> str:
        """Return `a, b or c`."""
        found = list(parts)
        if len(found) < 2:
            return "".join(found)
        return self.text("{first} or {last}", first=", ".join(found[:-1]), last=found[-1])

    def number(self, value: int | Decimal | Fraction, digits: int = 0, target: Range | None = None) -> str:
        """Return `value` with `digits` decimals, on the same side of `target` as it is unrounded."""
        exact = Fraction(value)
        rounded = round_half_up(exact, digits) if target is None else round_beside(exact, digits, target)
        return self.decimal(rounded)

    def decimal(self, value: Decimal) -> str:
        """Return `value` with the decimals it has."""
        exponent = value.as_tuple().exponent
        places = max(-exponent, 0) if isinstance(exponent, int) else 0
        pattern = "#,##0." + "0" * places if places else "#,##0"
        return _format(value, pattern, self.locale)

    def percent(self, value: Fraction, digits: int, target: Range | None = None) -> str:
        """Return a share of 1 as a percentage, never rounded across the border of `target`.

        It reads 0 or 100 only where it is exactly that.
        """
        scaled = None if target is None else _times_hundred(target)
        return self.decimal(round_percentage(value * 100, digits, scaled)) + self.percent_sign

    @property
    def percent_sign(self) -> str:
        """The sign as it stands behind a number."""
        return f"{NO_BREAK_SPACE}%" if self.language == "sv" else "%"

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount, `330 000 kr` or `SEK 330,000`; decimals only where there are any."""
        digits = 0 if amount == amount.to_integral_value() else 2
        shown = self.number(amount, digits)
        if self.language == "sv":
            return f"{shown}{NO_BREAK_SPACE}{get_currency_symbol(currency, self.locale)}"
        return f"{currency}{NO_BREAK_SPACE}{shown}"

    def duration(self, seconds: int, *, in_days: bool = False) -> str:
        """Return a length of time exactly, `3 h 20 min`; nothing of it is rounded away.

        With `in_days` (for time around the clock) 24 hours are a day: `14 days`, `2 days 3 h`.
        """
        sign = MINUS if seconds < 0 else ""
        minutes, left = divmod(abs(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24) if in_days else (0, hours)
        shown = [self.plural("{n}\u00a0day", "{n}\u00a0days", days)] if days != 0 else []
        parts = [(hours, self.text("h")), (minutes, self.text("min")), (left, self.text("s"))]
        shown += [f"{self.number(part)}{NO_BREAK_SPACE}{unit}" for part, unit in parts if part != 0]
        return sign + (" ".join(shown) if shown else "0" + NO_BREAK_SPACE + self.text("s"))

    def instant(self, instant: int, zone: ZoneInfo) -> str:
        """Return an instant in local time to the minute, `2026-11-09 06:00`.

        In an hour that comes twice its distance from UTC stands with it, `2026-10-25 02:30 (UTC+0200)`.
        """
        local = datetime.fromtimestamp(instant, tz=UTC).astimezone(zone)
        return local.strftime("%Y-%m-%d %H:%M") + (local.strftime(" (UTC%z)") if is_doubled(local) else "")

    def day(self, day: date) -> str:
        """Return a date as tables have it, `2027-12-31`."""
        return day.isoformat()

    def long_day(self, day: date) -> str:
        """Return a date as text has it, `31 december 2027`."""
        return format_date(day, "d MMMM y", locale=self.locale)

    def month(self, name: str) -> str:
        """Return the month called `2026-10` as `oktober 2026`."""
        year, number = name.split("-")
        return f"{get_month_names('wide', 'stand-alone', self.locale)[int(number)]} {year}"


@cache
def wording(language: str) -> Wording:
    """Return the wording of `sv` or `en`; raises ValueError for any other language."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of the reports; use {' or '.join(LANGUAGES)}")
    return Wording(language, Locale.parse(_LOCALES[language]), read_translations(language))


def is_doubled(local: datetime) -> bool:
    """Return whether a local time comes twice, as clocks are set back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@lru_cache(maxsize=20_000)
def _format(value: Decimal, pattern: str, locale: Locale) -> str:
    """A page has hundreds of numbers, and most of them stand on the next page too."""
    return format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)


def marked(message: str) -> str:
    """Return `message` as it is: marks a message id that is looked up later, for the catalogue to hold."""
    return message


def _times_hundred(target: Range) -> Range:
    ends = {"from": target.from_value, "above": target.above, "to": target.to, "below": target.below}
    return Range.model_validate({name: end * 100 for name, end in ends.items() if end is not None})
