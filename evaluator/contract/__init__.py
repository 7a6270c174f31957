"""What was agreed, as frozen objects: read from the contract file elsewhere, taken as arguments by the core.

Nothing here has a default that a reader of the contract file cannot see, where a choice changes a
figure (design rule 1). Structure only: how a term is measured lives in `evaluator.core`.
"""
