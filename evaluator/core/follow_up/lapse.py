"""When a claim lapses."""

from datetime import date, timedelta


def lapses_on(period: str, months: int) -> date:
    """Return the day from which a credit for the month called `period` can no longer be claimed.

    `months` (`credits.claim_lapses_after_months`) are counted from the end of the month, whole months to
    whole months: with 3, October 2026 can be claimed up to and including 31 January 2027, and lapses on
    1 February; February can be claimed until 31 May.
    """
    year, number = (int(part) for part in period.split("-"))
    index = year * 12 + number + months
    return date(index // 12, index % 12 + 1, 1)


def last_day_to_claim(period: str, months: int) -> date:
    """Return the last day on which a credit for `period` can be claimed."""
    return lapses_on(period, months) - timedelta(days=1)
