"""A Dovecot IMAP server over TLS, started by tests on 127.0.0.1; every user has a mailbox."""

import imaplib
import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from tests.services import free_port, wait_until

PASSWORD = "a-password-of-the-test"  # noqa: S105 - of a server that ends with the test
_DOVECOT = Path("/usr/sbin/dovecot")


@dataclass(frozen=True)
class Dovecot:
    """A mailbox on a running server: its port on 127.0.0.1, its certificate's authority, its user."""

    port: int
    authority: Path
    user: str = "watch"

    def deliver(self, message: EmailMessage, received_at: int | None = None) -> None:
        """Put a mail into the inbox, received at an instant."""
        with self.signed_in() as server:
            moment = imaplib.Time2Internaldate(time.time() if received_at is None else received_at)
            status, _ = server.append("INBOX", "", moment, message.as_bytes())
            assert status == "OK"

    def count(self, folder: str) -> int:
        """Return how many mails a folder holds."""
        with self.signed_in() as server:
            status, found = server.select(folder, readonly=True)
            return int(found[0] or b"0") if status == "OK" else 0

    def create(self, folder: str) -> None:
        """Create a folder of the mailbox."""
        with self.signed_in() as server:
            server.create(folder)

    @contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Yield a connection of the user."""
        context = ssl.create_default_context(cafile=str(self.authority))
        server = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context, timeout=10)
        server.login(self.user, PASSWORD)
        try:
            yield server
        finally:
            server.logout()


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Yield a server whose mailboxes are empty; skips where Dovecot is not installed."""
    if not _DOVECOT.exists():
        pytest.skip("dovecot is not installed (Debian package dovecot-imapd)")
    # Not below pytest's own folder: its paths are too long for Dovecot's sockets.
    with tempfile.TemporaryDirectory(prefix="watch-dovecot-") as name:
        folder, port = Path(name), free_port()
        configuration = _configured(folder, port)
        with (folder / "out").open("wb") as output:
            started = subprocess.Popen(
                [str(_DOVECOT), "-F", "-c", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            dovecot = Dovecot(port, folder / "authority.pem")
            wait_until("Dovecot to answer", lambda: _answers(dovecot, started, folder))
            yield dovecot
        finally:
            started.terminate()
            started.wait(timeout=10)


def _configured(folder: Path, port: int) -> Path:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    is_root = os.geteuid() == 0
    mine = pwd.getpwuid(os.geteuid()).pw_name
    owner, login = ("nobody", "nobody") if is_root else (mine, mine)
    (folder / "mail").mkdir()
    if is_root:
        shutil.chown(folder / "mail", owner, "nogroup")
        folder.chmod(0o755)
    who = pwd.getpwnam(owner)
    written = folder / "dovecot.conf"
    written.write_text(f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
auth_failure_delay = 0
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {owner}
default_internal_group = {"nogroup" if is_root else ""}
default_login_user = {login}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={who.pw_uid} gid={who.pw_gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  # A wrong password would make every later one wait.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
""")
    return written


def _answers(dovecot: Dovecot, started: "subprocess.Popen[bytes]", folder: Path) -> bool:
    if started.poll() is not None:
        told = [
            path.read_text(errors="replace") for path in (folder / "out", folder / "log") if path.exists()
        ]
        pytest.fail("Dovecot ended: " + "\n".join(told)[-2000:])
    try:
        with dovecot.signed_in():
            return True
    except (OSError, imaplib.IMAP4.error):
        return False
