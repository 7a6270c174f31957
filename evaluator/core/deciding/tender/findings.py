"""Everything that the annex to tender documents is made from."""

from dataclasses import dataclass
from enum import StrEnum

from evaluator.contract.contract import Contract
from evaluator.core.deciding.tender.arrivals import Peaks
from evaluator.core.deciding.tender.back_tested import BackTested
from evaluator.core.deciding.tender.clauses import OptionChecklist
from evaluator.core.deciding.tender.levels import ReachedLevels
from evaluator.core.deciding.tender.outages import OutageVolume
from evaluator.core.deciding.tender.requirements import SortedRequirements
from evaluator.core.deciding.tender.seasons import SeasonIndex, Seasons, WatchedPeak
from evaluator.core.deciding.tender.spread import Spread
from evaluator.core.deciding.tender.times import TimesUsed
from evaluator.core.deciding.tender.volumes import Volumes
from evaluator.core.lint.findings import LintFinding
from evaluator.decisions.tender import CountedVolume, StatedVolume, TenderFile


class Missing(StrEnum):
    """What the annex cannot say, because nobody stated it or no source has it."""

    TENDER_FILE = "tender_file"
    REQUIREMENTS = "requirements"
    NEXT_CONTRACT = "next_contract"
    BACK_TEST = "back_test"
    MONTHS = "months"


@dataclass(frozen=True)
class TenderBasis:
    """What all figures follow from.

    `months` are those asked for, oldest first, `without_results` those of them that were never evaluated;
    `evaluations` are the numbers of the results read and `inputs` the hash that they and the facts up to
    `horizon` give. `file_hash` is that of tender.yaml and `needs_hash` that of needs.yaml, empty where there
    is none; `contract_hash` that of the contract as it is in force.
    """

    months: tuple[str, ...]
    without_results: tuple[str, ...]
    evaluations: tuple[int, ...]
    horizon: int
    inputs: str
    file_hash: str
    needs_hash: str
    contract_hash: str

    @property
    def with_results(self) -> tuple[str, ...]:
        """The months that have results."""
        return tuple(month for month in self.months if month not in self.without_results)


@dataclass(frozen=True)
class SegmentSize:
    """Units and users of one segment, as the contract states them."""

    segment: str
    units: int
    users: int


@dataclass(frozen=True)
class CountedPerMonth:
    """A volume that an indicator counts on the way, month by month; None where a month has no figure."""

    volume: CountedVolume
    months: tuple[tuple[str, int | None], ...]
    spread: Spread | None


@dataclass(frozen=True)
class NextDraft:
    """The next contract as drafted: what it says, what the linter finds in it, and its text as a file."""

    contract: Contract
    findings: tuple[LintFinding, ...]
    text: str
    content_hash: str


@dataclass(frozen=True)
class TenderFindings:
    """What the next contract can build on; nothing here is a verdict on the supplier.

    `draft` is None where none is written, `back_tested` where none was made.
    """

    contract: Contract
    basis: TenderBasis
    file: TenderFile
    volumes: Volumes
    peaks: Peaks
    seasons: Seasons | None
    watched: tuple[WatchedPeak, ...]
    counted: tuple[CountedPerMonth, ...]
    sizes: tuple[SegmentSize, ...]
    levels: tuple[ReachedLevels, ...]
    times: tuple[TimesUsed, ...]
    outages: tuple[OutageVolume, ...]
    requirements: SortedRequirements
    checklists: tuple[OptionChecklist, ...] = ()
    draft: NextDraft | None = None
    back_tested: BackTested | None = None

    @property
    def stated(self) -> tuple[StatedVolume, ...]:
        """Volumes that somebody stated."""
        return self.file.stated_volumes

    @property
    def peak_months(self) -> tuple[SeasonIndex, ...]:
        """The months of the year that were busier than ordinary in every year seen."""
        return () if self.seasons is None else self.seasons.peaks(self.file.peak_above)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the annex cannot say."""
        wanted = {
            Missing.TENDER_FILE: not self.basis.file_hash,
            Missing.REQUIREMENTS: not (self.requirements.kept or self.requirements.refused),
            Missing.NEXT_CONTRACT: self.draft is None,
            Missing.BACK_TEST: self.back_tested is None,
            Missing.MONTHS: bool(self.basis.without_results),
        }
        return tuple(name for name, is_missing in wanted.items() if is_missing)
