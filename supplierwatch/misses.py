"""What follows from the misses of a watch: its action plans and notices held against the results."""

from collector.store.database import Database
from evaluator.core.follow_up.action_plans import PlansFollowed, follow_plans
from evaluator.core.follow_up.deviations import DeviationsFollowed, follow_deviations
from evaluator.follow_up import read_judged_months
from supplierwatch.ledgers import day_of
from supplierwatch.watch import Watch


def read_misses(watch: Watch, database: Database, now: int) -> tuple[PlansFollowed, DeviationsFollowed]:
    """Return how the plans of `watch` stand at `now`, and what the supplier was told of its misses."""
    judged, today = read_judged_months(database, watch.versions), day_of(now, watch)
    terms = watch.versions.latest.contract.action_plans
    plans = follow_plans(
        watch.follow_up.action_plans,
        judged.requirements,
        judged.outcomes,
        None if terms is None else terms.recovered_after,
        today,
    )
    deviations = follow_deviations(
        watch.follow_up.notices, judged.outcomes, judged.ends, today, judged.restated
    )
    return plans, deviations
