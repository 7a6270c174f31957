"""Terms of action plans: when a measured figure has recovered.

Which misses require a plan the contract's triggers say (those that lead to an action plan).
"""

from pydantic import Field

from evaluator.contract.parts import Terms


class ActionPlanTerms(Terms):
    """What the contract says of every action plan."""

    recovered_after: int = Field(
        ge=1,
        description="judged periods in a row that must meet the target before a plan is closed; periods that "
        "cannot be judged count neither way",
    )
