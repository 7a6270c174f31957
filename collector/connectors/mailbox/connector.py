"""Files that a supplier sends by mail, read as files are and never kept; of a file its hash is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, ClassVar, Literal, Self

import pandas as pd
from pydantic import Field, model_validator

from collector.connectors.connector import Chunk, Connector, Evidence, Setting, Span
from collector.connectors.mailbox.attachments import Attachment, is_wanted, matching_sender, read_mail
from collector.connectors.mailbox.imap import Heading, Mailbox, Place, opened_mailbox
from collector.connectors.options import ConnectorOptions
from collector.connectors.position import Position
from collector.connectors.rows import PART, joined_rows
from collector.errors import Problem, ProblemsFound, Severity, SourceUnreadable
from collector.identifiers import content_hash
from collector.remote.settings import VariableName
from collector.remote.trust import trusted
from collector.source import Delivery, Normalised, Page, Way
from collector.sources import SOURCES, open_source

_VALIDITY, _UID = "validity", "uid"


class MailboxOptions(ConnectorOptions):
    """A mailbox, whom we take files from, and which."""

    type: Literal["mailbox"]
    host: str = Field(pattern=r"^[A-Za-z0-9.-]+$", description="the IMAP server")
    port: Annotated[int, Field(gt=0, lt=65_536)] = 993
    security: Literal["tls", "starttls"] = Field(
        default="tls", description="TLS from the first byte, or by STARTTLS; there is no other way"
    )
    user: str = Field(min_length=1)
    password_env: VariableName
    certificate_authority: str | None = Field(
        default=None, description="PEM file of the authority that signed the server's certificate"
    )
    folder: str = Field(default="INBOX", pattern=r"^[ -~]+$", description="the folder that is read")
    senders: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="addresses whose files are taken, or `@` and a domain for all of it; others are told"
    )
    files: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="names of the files that are taken, such as tickets-*.csv"
    )
    done_folder: str | None = Field(
        default=None,
        pattern=r"^[ -~]+$",
        description="folder that a mail is moved to once its files are saved; without it mails stay",
    )
    largest_mail: Annotated[int, Field(gt=0)] = Field(
        default=50 << 20, description="bytes after which a mail is refused"
    )
    time_out: Annotated[int, Field(gt=0, le=600)] = 60

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        return (self.password_env,)

    @model_validator(mode="after")
    def _cannot_sweep(self) -> Self:
        if self.sweep is not None:
            raise ValueError("sweep: a mailbox cannot tell which tickets are gone; leave it out")
        return self


@dataclass(frozen=True)
class _File:
    """A file of a mail, and under which name it is known."""

    attachment: Attachment
    origin: str
    delivery: Delivery


class MailboxConnector(Connector[MailboxOptions]):
    """A source whose files come by mail.

    A mail is moved away only after the last page of its last file was saved; one that was read and not yet
    noted is read again, which changes nothing.
    """

    options_type: ClassVar[type[ConnectorOptions]] = MailboxOptions
    mapping_types = tuple(SOURCES)
    evidence = Evidence.LIVE_TESTED
    follows = "RFC 3501 and RFC 6851; Dovecot 2.3"
    has_history = False

    def __init__(self, setting: Setting[MailboxOptions]) -> None:
        super().__init__(setting)
        self._secret = setting.secret

    def read(self, span: Span) -> Iterator[Chunk]:
        """A mailbox is read mail by mail, not span by span: see `fetch`."""
        raise NotImplementedError

    def normalise(self, page: Page) -> Normalised:
        """Return the facts of a page of a file, as its mapping reads files."""
        if page.rows.empty and list(page.rows.columns) == [PART]:
            return super().normalise(page)
        kind: str = getattr(self.mapping, "type")  # noqa: B009 - the union's tag
        return SOURCES[kind](self.name, (), self.mapping, self._secret, self.system).normalise(page)

    def _fetch(self, cursor: str | None) -> Iterator[Page]:
        position = self.position(cursor).model_copy(update={"back_fill": None})
        with opened_mailbox(self._place(), changes=self.options.done_folder is not None) as mailbox:
            if position.own.get(_VALIDITY) != str(mailbox.validity):
                position = position.model_copy(update={"own": {_VALIDITY: str(mailbox.validity), _UID: "0"}})
            for heading in mailbox.headings(int(position.own[_UID])):
                after = position.model_copy(update={"own": {**position.own, _UID: str(heading.uid)}})
                yield from self._of_mail(mailbox, heading, position, after)
                position = after
                if self.surroundings.is_time_up():
                    return
        now = self.surroundings.now()
        yield self._told(position.moved(now), (), reached_at=now)

    def _of_mail(
        self, mailbox: Mailbox, heading: Heading, before: Position, after: Position
    ) -> Iterator[Page]:
        """Yield the pages of a mail's files, and note the mail with the last page; then move it away."""
        files, warnings = self._files(mailbox, heading)
        for file in files:
            yield from self._of_file(file, before)
        yield self._told(after, warnings)
        if self.options.done_folder is not None and files:
            mailbox.move(heading.uid, self.options.done_folder)

    def _files(self, mailbox: Mailbox, heading: Heading) -> tuple[list[_File], tuple[Problem, ...]]:
        """Return the wanted files of a mail, and what is told of a mail that is left alone."""
        options = self.options
        if heading.size > options.largest_mail:
            return [], (self._left(heading, f"it is larger than {options.largest_mail} bytes"),)
        content = mailbox.content(heading.uid, options.largest_mail)
        mail = None if content is None else read_mail(content)
        if mail is None:
            return [], (self._left(heading, "it is gone, or is no mail that can be taken apart"),)
        sender = matching_sender(mail.sender, options.senders)
        if sender is None:
            return [], (self._left(heading, "its sender is not among `senders`"),)
        wanted = [one for one in mail.attachments if is_wanted(one.name, options.files)]
        if not wanted:
            return [], (self._left(heading, "no file in it has a name that `files` takes"),)
        return [self._file(one, heading, sender) for one in wanted], ()

    def _file(self, attachment: Attachment, heading: Heading, sender: str) -> _File:
        delivery = Delivery(Way.MAILBOX, len(attachment.content), heading.received_at, sender)
        return _File(attachment, f"mail/{attachment.name}", delivery)

    def _of_file(self, file: _File, position: Position) -> Iterator[Page]:
        """Yield the pages of one file; one that cannot be read is told and noted, and the others go on."""
        cursor, fetched_at = position.to_text(), self.surroundings.now()
        with TemporaryDirectory(prefix="supplierwatch-mail-") as folder:
            path = Path(folder) / file.attachment.name
            path.write_bytes(file.attachment.content)
            source = open_source(self.name, [path], self.mapping, self._secret, self.system, Path(folder))
            try:
                for page in source.fetch(None):
                    begins = page.delivery is not None and page.delivery.begins
                    delivery = replace(file.delivery, begins=begins)
                    yield replace(
                        page, origin=file.origin, cursor=cursor, fetched_at=fetched_at, delivery=delivery
                    )
            except (SourceUnreadable, ProblemsFound) as error:
                yield self._refused(file, cursor, error)

    def _refused(self, file: _File, cursor: str, error: SourceUnreadable | ProblemsFound) -> Page:
        problem = error.problem if isinstance(error, SourceUnreadable) else error.problems[0]
        # Where it lay for a moment says nothing to anybody.
        told = replace(problem, file=file.origin, severity=Severity.WARNING)
        digest = content_hash(file.attachment.content)
        delivery = replace(file.delivery, begins=True, refused=str(told))
        return Page(file.origin, joined_rows([]), cursor, digest, warnings=(told,), delivery=delivery)

    def _told(self, position: Position, warnings: tuple[Problem, ...], reached_at: int | None = None) -> Page:
        rows: pd.DataFrame = joined_rows([])
        return Page(
            self.name, rows, position.to_text(), content_hash(b""), warnings=warnings, reached_at=reached_at
        )

    def _left(self, heading: Heading, why: str) -> Problem:
        return Problem(
            f"mail {heading.uid} of {self.options.folder} was left alone: {why}",
            remedy="Look at it in the mailbox; what is wanted of it must come again as agreed",
            file=f"imap://{self.options.host}",
            severity=Severity.WARNING,
        )

    def _place(self) -> Place:
        options, authority = self.options, self.options.certificate_authority
        return Place(
            options.host,
            options.port,
            options.folder,
            options.user,
            self.surroundings.secret(options.password_env),
            trusted(None if authority is None else self.surroundings.folder / authority),
            options.security == "starttls",
            options.time_out,
        )
