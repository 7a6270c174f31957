"""How the API describes itself."""

from importlib.metadata import version

TITLE = "supplierwatch"
VERSION = version("supplierwatch")
DESCRIPTION = """What an outsourced IT service delivered against its contract, read only.

Every exact figure is a numerator and a denominator; `rounded` beside them is the nearest floating
point number. Money is in minor units (öre) with its currency. Instants are seconds since 1970-01-01 UTC;
months are those of the contract's time zone. What is not known is null, and never 0. Cells of a unit or
segment with too few cases have `too_few` set, and no figure. A supplier sees sealed months only, a unit
reader own units only.
Errors are problem details (RFC 9457).
"""
