"""Times of a system that writes and reads them in its own zone, without an offset.

The hour that comes twice in autumn cannot be asked for: its text means two instants, and sorted by it the
second hour stands among the first. So all its instants, and the second after it, share one key: the last
second before it. Asking from a key on gives more than was wanted at most, and never less.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from collector.errors import Problem, SourceUnreadable
from collector.instants import from_datetime

_FORMAT = "%Y-%m-%d %H:%M:%S"
_MINUTE = 60


class LocalTimes:
    """The times of one system as text (`2026-10-25 02:30:00`) and as keys: instants that can be asked for."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def key(self, instant: int) -> int:
        """Return the last instant up to `instant` whose text, as that of the second before, is its alone."""
        if not self._is_doubtful(instant):
            return instant
        minute = instant - instant % _MINUTE
        while self._is_doubtful(minute):
            minute -= _MINUTE
        return minute + _MINUTE - 1

    def key_of(self, text: str, address: str) -> int:
        """Return the key of a time as the system writes it.

        Raises SourceUnreadable, naming `address`, where the text is no such time.
        """
        try:
            local = datetime.strptime(text, _FORMAT).replace(tzinfo=self._zone)
        except ValueError as error:
            told = "a time of change is not written as 2026-10-25 02:30:00"
            raise SourceUnreadable(Problem(told, file=address)) from error
        return self.key(from_datetime(local))

    def text(self, key: int) -> str:
        """Return a key, or the second before it, as the system writes it."""
        return self._local(key).strftime(_FORMAT)

    def after(self, key: int) -> int:
        """Return the key that follows."""
        following = key + 1
        if self.key(following) != key:
            return following
        following -= following % _MINUTE
        while self.key(following) == key:
            following += _MINUTE
        # The doubled hour ends with a minute; its key holds one second more.
        return following - _MINUTE + 1

    def _is_doubtful(self, instant: int) -> bool:
        return self._comes_twice(instant) or self._comes_twice(instant - 1)

    def _comes_twice(self, instant: int) -> bool:
        local = self._local(instant)
        return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()

    def _local(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, UTC).astimezone(self._zone)


def zone_missing(name: str) -> Problem:
    """Return the problem of a mapping without `time_zone`, for a system that writes times without offset."""
    return Problem(
        f"source {name!r}: the system writes times without an offset, and the mapping names no `time_zone`",
        remedy="Name the zone of the account (or server) that reads, such as UTC or Europe/Stockholm",
        path="time_zone",
    )
