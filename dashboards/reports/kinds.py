"""The kinds of reports that are made on schedule and on demand."""

from enum import StrEnum


class ReportKind(StrEnum):
    """What a report is for, which settles what is in it."""

    SERVICE = "service"
    MEETING_OPERATIONAL = "meeting_operational"
    MEETING_TACTICAL = "meeting_tactical"
    MEETING_STRATEGIC = "meeting_strategic"
    SUPPLIER = "supplier"
    UNIT = "unit"
    HALF_YEAR = "half_year"
    PUBLIC_NOTICE = "public_notice"


MEETINGS = frozenset(
    {ReportKind.MEETING_OPERATIONAL, ReportKind.MEETING_TACTICAL, ReportKind.MEETING_STRATEGIC}
)
OF_A_UNIT = frozenset({ReportKind.UNIT})
"""Kinds that need the name of a unit or segment."""
