"""A try that cannot be done, for whatever reason: told, and no matter of other targets."""

from collections.abc import Awaitable, Callable

from collector.errors import SupplierwatchError, name_of
from collector.probing.looks import AnyLook
from collector.probing.outcome import Doubt, Seen

TryOnce = Callable[[AnyLook], Awaitable[Seen]]


async def guarded(try_once: TryOnce, look: AnyLook, tell: Callable[[str], None]) -> Seen:
    """Return what one try shows; `tell` hears why it could not be done, and then nothing is known."""
    try:
        return await try_once(look)
    except SupplierwatchError as error:
        tell(str(error))
    except Exception as error:  # noqa: BLE001 - one target that no library copes with never ends the others
        tell(f"the try broke down: {name_of(error)}")
    return Seen(doubt=Doubt.NOT_ABLE)
