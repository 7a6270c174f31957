"""Who looks: the customer sees every panel, others those that fit what their role of the store reads."""

from enum import StrEnum


class Audience(StrEnum):
    """For whom a set of dashboards is made; each set belongs into an organisation of its own."""

    CUSTOMER = "customer"
    UNIT = "unit"
    SUPPLIER = "supplier"


OTHERS = frozenset(Audience) - {Audience.CUSTOMER}
"""Those whose rows the store limits; Prometheus limits none, so no panel of theirs asks it."""
