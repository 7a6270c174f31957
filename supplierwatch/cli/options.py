"""Options that several commands have, each written once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON document.")]
Html = Annotated[
    Path | None, typer.Option("--html", help="Write a page to this file, or - for standard output.")
]
Language = Annotated[
    Literal["sv", "en"] | None, typer.Option(help="Language.", show_default="as in the settings")
]
FinishedMonth = Annotated[
    str | None, typer.Option(help="Month such as 2026-10.", show_default="the last finished month")
]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it was done.", show_default="today")
]
