"""What others published of reviews (*överprövning*) of procurements: how often, and what one cost a city.

Defaults for where a city states nothing of its own, each with its source and year.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Published:
    """A figure that others published: source, and the year that it is of."""

    source: str
    year: int


@dataclass(frozen=True)
class AppealShare:
    """The share of procurements reviewed; `fewest` and `most` bidders (None: of all procurements)."""

    share: Fraction
    published: Published
    fewest: int | None = None
    most: int | None = None


OF_ALL = AppealShare(
    Fraction(53, 1000),
    Published("Upphandlingsmyndigheten, Andelen överprövningar fortsätter att minska, 2023-11-28", 2022),
)
_BY_BIDDERS = Published(
    "Upphandlingsmyndigheten, Statistik om offentlig upphandling 2017, Överprövning", 2016
)
OF_ONE = AppealShare(Fraction(0), _BY_BIDDERS, fewest=1, most=1)
OF_TEN_TO_NINETEEN = AppealShare(Fraction(14, 100), _BY_BIDDERS, fewest=10, most=19)


@dataclass(frozen=True)
class AppealCost:
    """What one city's own work with reviews cost, in kronor, and what its former supplier was paid meanwhile.

    What the former supplier was paid is told, and not added: the city had service for it.
    """

    low: Decimal
    high: Decimal
    paid_to_former_supplier: Decimal
    months: int
    published: Published


STOCKHOLM = AppealCost(
    Decimal(4_000_000),
    Decimal(4_500_000),
    Decimal(40_000_000),
    14,
    # The copy that was read has no date; the year follows from the article's number among dated ones.
    Published("Computer Sweden 1.602019, Stockholms cio: överklagandet har gått för långt", 2015),
)


def appeal_share(bidders: int | None) -> AppealShare:
    """Return the published share for so many bidders, or of all procurements where none is published.

    From almost none at one bidder it rises to more than 14 % at 10 to 19; between them no figures were found,
    and the share of all is taken. Beyond 19 that of 10 to 19 is: here more bidders never make an appeal less
    likely. The time plan's defaults are the same, so that one document takes one share.
    """
    if bidders is None:
        return OF_ALL
    if bidders >= 10:
        return OF_TEN_TO_NINETEEN
    return OF_ONE if bidders == 1 else OF_ALL
