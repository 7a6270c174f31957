"""Where pages are: addresses that keep the language and the month that are looked at."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

SEPARATOR = "/"


def with_query(address: str, **asked: str) -> str:
    """Return `address` with what else is asked for; empty values are left out."""
    query = urlencode({name: value for name, value in asked.items() if value})
    if query == "":
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"


@dataclass(frozen=True)
class Addresses:
    """Addresses of pages; `language` and `month` are empty where the page's own choice holds."""

    language: str = ""
    month: str = ""

    def to(self, *parts: str, **asked: str) -> str:
        """Return the address of the page at `parts`, each one name however it is spelled."""
        path = SEPARATOR + SEPARATOR.join(quote(part, safe="") for part in parts)
        return with_query(path, **{"month": self.month, "language": self.language, **asked})

    def indicator(self, name: str, service: str = "") -> str:
        """Return the address of an indicator, of one service where that is named."""
        return self.to("indicators", name, service=service)

    def service(self, name: str) -> str:
        """Return the address of a service."""
        return self.to("services", name)

    def unit(self, name: str) -> str:
        """Return the address of a unit."""
        return self.to("units", name)

    def evidence(self, key: str) -> str:
        """Return the address of what stands behind the figure with `key`; empty for an empty key."""
        if key == "":
            return ""
        # A key names its own month.
        path = f"/evidence/{quote(key, safe=SEPARATOR + '@')}"
        return with_query(path, language=self.language)

    def ticket(self, key: str) -> str:
        """Return the address of a ticket, whatever its key holds."""
        return self.evidence(key) if SEPARATOR in key else self.to("tickets", key)
