"""Serves the watch of a folder at a port of this machine, as `supplierwatch serve` does, without its jobs."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import uvicorn

from supplierwatch.watch import load_watch
from supplierwatch.web.app import build_app
from supplierwatch.web.server import server_config

UNLIMITED = {"requests_per_minute": 1_000_000_000, "burst": 1_000_000_000}


def main() -> None:
    watch = load_watch(Path(sys.argv[1]))
    # All readers of a benchmark come from one address.
    limits = watch.settings.web.limits.model_copy(update=UNLIMITED)
    web = watch.settings.web.model_copy(update={"limits": limits})
    watch = replace(watch, settings=watch.settings.model_copy(update={"web": web}))
    app = build_app(lambda: watch, os.environ, lambda: int(time.time()))
    uvicorn.Server(server_config(app, "127.0.0.1", int(sys.argv[2]))).run()


if __name__ == "__main__":
    main()
