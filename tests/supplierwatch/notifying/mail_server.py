"""A real mail server on this machine, which can be told to refuse, and certificates of its own authority."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "correct horse"  # noqa: S105 - of the tests' own server
DROP = "drop the connection"


@dataclass
class Mailbox:
    """What a server took; `answers` are given first, one for each mail, to RCPT or to DATA."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    seconds_a_mail: float = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or answer as told."""
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        self.recipients.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        """Take a mail, or answer as told; a dropped connection keeps the mail, and says nothing of it."""
        await asyncio.sleep(self.seconds_a_mail)
        answer = self.to_data.pop(0) if self.to_data else "250 OK"
        if answer in {"250 OK", DROP}:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if answer == DROP:
            server.transport.abort()
        await asyncio.sleep(self.seconds_a_mail)
        return answer

    def ids(self) -> list[str]:
        """Return the message ids of what was taken."""
        return [str(one["Message-ID"]) for one in self.received]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=is_right)


@contextmanager
def mail_server(
    certificates: "Path | None" = None, *, security: str = "none", wants_user: bool = False
) -> Iterator[Mailbox]:
    """Yield the mailbox of a running server."""
    mailbox = Mailbox(free_port())
    options: dict[str, Any] = {}
    if certificates is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        options = {"ssl_context": context} if security == "tls" else {"tls_context": context}
    if security == "starttls":
        options["require_starttls"] = True
    if wants_user:
        options |= {"authenticator": _authenticate, "auth_required": True}
        # With TLS from the first byte the library does not know that there is TLS.
        options["auth_require_tls"] = security == "starttls"
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def make_certificates(folder: Path, host: str = "127.0.0.1") -> Path:
    """Write an authority (ca.pem) and a server's certificate for `host` to `folder`, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    root = _certificate(issuer, issuer, authority.public_key(), is_authority=True)
    root = root.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    leaf = _certificate(subject, issuer, own.public_key(), is_authority=False)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    leaf = leaf.add_extension(names, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(pem))
    (folder / "server.pem").write_bytes(leaf.sign(authority, hashes.SHA256()).public_bytes(pem))
    (folder / "server.key").write_bytes(
        own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, is_authority: bool
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
