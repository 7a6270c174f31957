"""Which address may be listened on: others than this machine's only where people sign in."""

from collections.abc import Mapping

from collector.errors import Problem, ProblemsFound
from supplierwatch.settings_parts import read_secret
from supplierwatch.web.addresses import is_loopback
from supplierwatch.web.settings import WebSettings

SHORTEST_KEY = 32
"""Characters a key of sessions has at least."""


def check_listening(settings: WebSettings, host: str) -> None:
    """Refuse to listen on `host` where everybody there would see everything.

    Raises ProblemsFound for an address that others reach while nobody has to sign in.
    """
    if settings.sign_in == "none" and not is_loopback(host):
        raise ProblemsFound(
            [
                Problem(
                    f"{host} can be reached from other machines, and nobody has to sign in",
                    allowed="127.0.0.1, ::1 or localhost",
                    remedy="Set web.sign_in to oidc or proxy before another address is listened on",
                    path="web.host",
                )
            ]
        )


def session_key(settings: WebSettings, environment: Mapping[str, str], fallback: str) -> str:
    """Return the key that signs sessions and forms; `fallback` where the settings name none.

    Raises SupplierwatchError where its variable is not set, ProblemsFound where it is too short.
    """
    if settings.session_key_env is None:
        return fallback
    key = read_secret(settings.session_key_env, "the key that signs sessions", environment)
    if len(key) < SHORTEST_KEY:
        raise ProblemsFound(
            [
                Problem(
                    f"the key of sessions in {settings.session_key_env} has {len(key)} characters",
                    allowed=f"{SHORTEST_KEY} or more",
                    remedy="Make one, for instance by `openssl rand -base64 48`",
                    path="web.session_key_env",
                )
            ]
        )
    return key
