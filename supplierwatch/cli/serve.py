"""The command `serve`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.session import Session, session_of

if TYPE_CHECKING:
    from supplierwatch.serving.job_names import JobName
    from supplierwatch.serving.runner import Runner
    from supplierwatch.serving.watch_holder import WatchHolder
    from supplierwatch.serving.web_server import WebServer

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str | None, typer.Option(help="Address to serve.", show_default="as in the settings")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to serve.", show_default="as in the settings")
    ] = None,
    jobs: Annotated[
        str | None, typer.Option(help="Do these jobs only, such as collect,evaluate.", show_default="all")
    ] = None,
    no_jobs: Annotated[bool, typer.Option("--no-jobs", help="Do no jobs, only serve pages.")] = False,
    no_web: Annotated[bool, typer.Option("--no-web", help="Serve no pages, only do jobs.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
) -> None:
    """Gather, evaluate, report and notify by schedule, and serve pages and metrics, until told to stop.

    Several processes may share one PostgreSQL store, each with jobs of its own or all with the same.
    """
    from supplierwatch.serving.log import log_to_standard_error
    from supplierwatch.serving.needs import check_extra
    from supplierwatch.serving.runner import Runner
    from supplierwatch.serving.watch_holder import WatchHolder

    session = session_of(context)
    check_extra()
    names = () if no_jobs else _jobs_named(jobs)
    log_to_standard_error(quiet=session.quiet)
    holder = WatchHolder(session.folder)
    runner = Runner(holder.look, session.environment, session.now, names)
    if once:
        raise typer.Exit(_run_once(runner))
    web = None if no_web else _web(session, holder, host, port)
    raise typer.Exit(_run(holder, runner, web))


def _run(holder: "WatchHolder", runner: "Runner", web: "WebServer | None") -> int:
    from supplierwatch.serving.probe_thread import ProbeThread
    from supplierwatch.serving.service import Service

    return Service(holder, runner, web, ProbeThread(holder)).run()


def _run_once(runner: "Runner") -> int:
    from supplierwatch.serving.job_names import Outcome
    from supplierwatch.serving.ticker import lanes_of

    ended = [outcome for lane in lanes_of(runner.names) for outcome in runner.run_due(lane).values()]
    return 1 if runner.is_in_trouble or Outcome.FAILED in ended else 0


def _web(session: Session, holder: "WatchHolder", host: str | None, port: int | None) -> "WebServer":
    from supplierwatch.serving.web_server import WebServer
    from supplierwatch.web.app import build_app
    from supplierwatch.web.listening import check_listening

    settings = holder.current().settings.web
    address = settings.host if host is None else host
    check_listening(settings, address)
    environment: Mapping[str, str] = session.environment
    clock: Callable[[], int] = session.now
    app = build_app(holder.current, environment, clock)
    return WebServer(app, address, settings.port if port is None else port)


def _jobs_named(text: str | None) -> "tuple[JobName, ...]":
    """Return the jobs named in `--jobs`; raises ProblemsFound for a name that no job has."""
    from collector.errors import Problem, ProblemsFound
    from supplierwatch.serving.job_names import JobName

    if text is None:
        return tuple(JobName)
    names = [part.strip() for part in text.split(",")]
    unknown = [name for name in names if name not in set(JobName)]
    if unknown:
        allowed = ", ".join(JobName)
        raise ProblemsFound(Problem(f"there is no job {name!r}", allowed, path="--jobs") for name in unknown)
    return tuple(job for job in JobName if job.value in names)
