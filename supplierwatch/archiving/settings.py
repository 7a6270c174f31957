"""Which reports are made when, and who gets them."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dashboards.document.model import Edition
from dashboards.reports.kinds import OF_A_UNIT, ReportKind
from supplierwatch.notifying.settings import FormName, MailAddress, edition_for
from supplierwatch.serving.schedules import Off, OnWorkingDay
from supplierwatch.serving.settings import When
from supplierwatch.settings_parts import SettingsPart

Language = Literal["sv", "en"]
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}


class ReportReader(SettingsPart):
    """Who gets a scheduled report by mail."""

    role: str = Field(min_length=1, description="the role of who reads it, such as IT manager; no name")
    address: MailAddress
    language: Language | None = Field(default=None, description="none named: that of the report")
    edition: Edition | None = Field(
        default=None,
        description="none named: that of the report for addresses of the domain that mail is sent from, the "
        "public one for all others",
    )


class ScheduledReport(SettingsPart):
    """A report that is made again and again: what, for whom, and when."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,39}$",
        description="names it among the others; under a new name everything since `first` is made again",
    )
    kind: ReportKind
    units: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="units or segments of the contract; a report is made of each"
    )
    edition: Edition = Field(default=Edition.PUBLIC, description="public, or confidential")
    language: Language = "sv"
    forms: tuple[FormName, ...] = Field(
        default=("pdf",), min_length=1, description="the forms it is made in, which go with the mail"
    )
    every: Literal["month", "quarter", "half_year"] = Field(
        default="month", description="of each month, or of the last one of each quarter or half year"
    )
    due: When = Field(
        default=OnWorkingDay(5, 7 * 3600, "on working day 5 at 07:00"),
        description="when after its last month: on working day 5 at 07:00",
    )
    first: str = Field(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
        description="the first month it is made of: nothing before is made up",
    )
    to: tuple[ReportReader, ...] = Field(default=(), description="who gets it by mail")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not isinstance(self.due, OnWorkingDay | Off):
            # A wrong value to those who write it, although of a wrong type to us.
            raise ValueError("a report is due on a working day: on working day 5 at 07:00")  # noqa: TRY004 - see above
        if (self.kind in OF_A_UNIT) != bool(self.units):
            raise ValueError(
                "a unit report names its units under units; others are of the whole contract: leave it out"
            )
        if self.kind is ReportKind.HALF_YEAR and self.every != "half_year":
            raise ValueError("a half-yearly evaluation is made of half years: write every as half_year")
        addresses = [one.address.lower() for one in self.to]
        if len(set(addresses)) < len(addresses):
            raise ValueError("an address is named twice under to, and each gets a report once")
        return self

    @property
    def schedule(self) -> OnWorkingDay | Off:
        """When it is due."""
        if not isinstance(self.due, OnWorkingDay):
            return Off()
        return OnWorkingDay(
            self.due.number,
            self.due.clock,
            f"{self.due.text}, of each {self.every.replace('_', ' ')}",
            _MONTHS[self.every],
            self.first,
            self.name,
        )

    def edition_for(self, reader: ReportReader, own_domain: str) -> Edition:
        """Return the edition that `reader` gets: outside of `own_domain` the public one by itself."""
        return edition_for(reader.address, reader.edition, self.edition, own_domain)
