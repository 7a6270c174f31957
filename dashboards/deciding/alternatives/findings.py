"""What was found of the alternatives and their costs, for their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from evaluator.core.deciding.alternatives.acceptability import Acceptability, Separation
from evaluator.core.deciding.alternatives.cost_draws import BreakEvenChance, CostSpread
from evaluator.core.deciding.alternatives.costs import AlternativeCost, BreakEven, CostTotal, Horizon
from evaluator.core.deciding.alternatives.feasibility import NOT_ASSESSED, Feasibility
from evaluator.core.deciding.alternatives.measured import Measured
from evaluator.core.deciding.alternatives.tipping import Hold
from evaluator.core.deciding.alternatives.values import Total, ValueModel
from evaluator.core.deciding.alternatives.variants import ReadOtherwise
from evaluator.core.deciding.alternatives.weight_space import WeightSpace
from evaluator.decisions.alternative_costs import CostTerms
from evaluator.decisions.alternatives import Alternative, AlternativesFile, Criterion
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class Source:
    """Where the figures come from: the file and its hash, the seed, the results that were measured."""

    file: str
    content_hash: str
    seed: int
    results: PeriodResults


@dataclass(frozen=True)
class CostFindings:
    """The cost of the alternatives; those with a part missing have no total, and are never taken for 0."""

    terms: CostTerms
    horizon: Horizon
    costs: tuple[AlternativeCost, ...]
    totals: Mapping[str, CostTotal]
    cumulative: Mapping[str, tuple[float, ...]]
    spreads: Mapping[str, CostSpread]
    break_evens: Mapping[str, BreakEven]
    chances: Mapping[str, BreakEvenChance]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What nobody stated: alternative and part (running, transition, dual_running, appeal, ...)."""
        return tuple((cost.alternative, part) for cost in self.costs for part in cost.missing)


@dataclass(frozen=True)
class AlternativesFindings:
    """All that was found; alternatives and criteria go by their ids.

    `measured` holds by criterion what results say (None: nothing), `missing` the values that nobody stated as
    alternative and criterion, `holds` the weights between which the first one stays first (empty where none
    is first alone).
    """

    terms: AlternativesFile
    source: Source
    model: ValueModel
    measured: Mapping[str, Measured | None]
    totals: tuple[Total, ...]
    order: tuple[tuple[str, ...], ...]
    holds: tuple[Hold, ...]
    space: WeightSpace
    acceptability: tuple[Acceptability, ...]
    separation: Separation
    variants: tuple[ReadOtherwise, ...]
    costs: CostFindings | None
    feasibility: Mapping[str, Feasibility] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The values that nobody stated or measured: alternative and criterion."""
        return tuple(
            (name, criterion) for name in self.model.alternatives for criterion in self.model.missing(name)
        )

    @property
    def is_cost_complete(self) -> bool:
        """Whether every part of the cost of every alternative is stated."""
        return self.costs is not None and not self.costs.missing

    @property
    def first(self) -> str | None:
        """The alternative with the highest value, where it has it alone."""
        return self.order[0][0] if self.order and len(self.order[0]) == 1 else None

    def alternative(self, name: str) -> Alternative:
        """Return what the file says of an alternative."""
        return next(one for one in self.terms.alternatives if one.id == name)

    def criterion(self, name: str) -> Criterion:
        """Return what the file says of a criterion."""
        return next(one for one in self.terms.criteria if one.id == name)

    def feasibility_of(self, name: str) -> Feasibility:
        """Return whether there is time for an alternative."""
        return self.feasibility.get(name, NOT_ASSESSED)
