"""What people did about the results, as a report shows it beside them."""

from dataclasses import dataclass
from datetime import date

from evaluator.core.follow_up.action_plans import PlansFollowed
from evaluator.core.follow_up.deviations import DeviationsFollowed
from evaluator.core.follow_up.ledger import Ledger, LedgerRow


@dataclass(frozen=True)
class FollowUp:
    """What follows from results, read on `read_on`; it stands outside what is sealed.

    `ledger` is the whole one; None where the contract gives no credits. `lapsing` are the claims that lapse
    within the days after which the watch warns.
    """

    read_on: date
    ledger: Ledger | None = None
    lapsing: tuple[LedgerRow, ...] = ()
    plans: PlansFollowed | None = None
    deviations: DeviationsFollowed | None = None
