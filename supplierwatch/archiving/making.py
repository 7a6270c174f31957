"""Making one report in one form, as it stands now."""

from dataclasses import dataclass, field
from functools import cached_property

from collector.errors import Problem, ProblemsFound
from collector.store.database import Database
from dashboards.document.model import Document, Edition
from dashboards.reports.kinds import OF_A_UNIT, ReportKind
from dashboards.reports.sources import ReportSources
from evaluator.core.follow_up.summary import FollowUp
from evaluator.results.published import PeriodResults
from supplierwatch.archiving.sources import Written, read_sources
from supplierwatch.archiving.store import Identity, Making
from supplierwatch.reporting import ReportForm, read_follow_up, render_report
from supplierwatch.watch import Watch

# ruff: noqa: PLC0415 - forms are libraries of an extra, loaded by those who make them

PROGRAM = "supplierwatch"
"""Who made a report that was due, where archives name a role otherwise."""


@dataclass
class Maker:
    """Makes reports about `results` as they stand at `now`; what several need is read once."""

    watch: Watch
    database: Database
    results: PeriodResults
    now: int
    written: Written = field(default_factory=dict)
    _sources: dict[ReportKind, ReportSources] = field(default_factory=dict)
    _documents: dict[tuple[str, str, str, str], Document] = field(default_factory=dict)

    def make(self, identity: Identity) -> bytes:
        """Return the report that `identity` names.

        The full service report as HTML, JSON and CSV is the one that pages show. Raises ProblemsFound where a
        unit is missing or one too many, NothingFound for one that is not known, SupplierwatchError where a
        library of the extra `reports` is missing.
        """
        if is_full_service_report(identity):
            form = ReportForm(identity.form)
            return render_report(self.results, identity.language, form, self._follow_up).encode()
        from dashboards.document.forms import DocumentForm, render_document

        return render_document(self.document(identity), DocumentForm(identity.form))

    def document(self, identity: Identity) -> Document:
        """Return the document of a report, the same for all its forms."""
        key = (identity.kind, identity.scope, identity.edition, identity.language)
        if key not in self._documents:
            self._documents[key] = self._built(identity)
        return self._documents[key]

    def making(self, by: str = PROGRAM) -> Making:
        """Return what is made from what, when, and by whom."""
        return making_of(self.results, self.now, by)

    @cached_property
    def _follow_up(self) -> FollowUp:
        return read_follow_up(self.watch, self.database, self.now)

    def _sources_of(self, kind: ReportKind) -> ReportSources:
        if kind not in self._sources:
            self._sources[kind] = read_sources(
                self.watch, self.database, self.results, self.now, kind, self.written
            )
        return self._sources[kind]

    def _built(self, identity: Identity) -> Document:
        from dashboards.reports.build import build_document

        kind = ReportKind(identity.kind)
        check_scope(kind, identity.scope)
        return build_document(
            kind, self._sources_of(kind), identity.language, Edition(identity.edition), identity.scope or None
        )


def making_of(results: PeriodResults, now: int, by: str = PROGRAM) -> Making:
    """Return what is made from `results` at `now`, and by whom."""
    restatement = None if results.seal is None else results.seal.restatement
    return Making(results.evaluation.number, restatement, now, by)


def is_full_service_report(identity: Identity) -> bool:
    """Return whether `identity` is the service report with everything, in a form that pages show."""
    is_full = identity.edition == Edition.CONFIDENTIAL.value
    return identity.kind == ReportKind.SERVICE.value and is_full and identity.form in set(ReportForm)


def check_scope(kind: ReportKind, scope: str) -> None:
    """Raise ProblemsFound where a unit report names no unit or segment, or another report does."""
    if kind in OF_A_UNIT and scope == "":
        raise ProblemsFound(
            [Problem("a unit report is of one unit or segment", "its id in the contract", path="--unit")]
        )
    if kind not in OF_A_UNIT and scope != "":
        found = f"a report of the kind {kind} is of the whole contract, not of {scope!r}"
        raise ProblemsFound([Problem(found, f"--kind {ReportKind.UNIT}, or no unit", path="--unit")])
