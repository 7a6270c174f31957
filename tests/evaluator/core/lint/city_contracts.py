"""Service levels as cities write them, as contracts: names are made up, the terms are of the kind found."""

from typing import Any

from evaluator.contract.contract import Contract
from tests.evaluator.small_contract import (
    LABEL,
    WEEKDAYS,
    availability,
    availability_rules,
    content,
    outage_limits,
)

WEEKEND = ["sat", "sun"]


def opened(weekdays: tuple[str, str], weekend: tuple[str, str] | None) -> dict[str, Any]:
    """Hours on weekdays, and others on weekends and holidays; None: closed on them."""
    openings = [{"days": WEEKDAYS, "opens": weekdays[0], "closes": weekdays[1]}]
    hours: dict[str, Any] = {"label": LABEL, "holidays": "swedish", "openings": openings}
    if weekend is not None:
        free = {"opens": weekend[0], "closes": weekend[1]}
        hours["openings"] = [*openings, {"days": WEEKEND, **free}]
        hours["on_holidays"] = [{"days": [*WEEKDAYS, *WEEKEND], **free}]
    return hours


def tiered_content() -> dict[str, Any]:
    """Three levels of one city: 99 % beside 4 h, 12 h and 24 h of outage a month."""
    levels = {
        "gold": (opened(("08:00", "22:00"), ("09:00", "19:00")), "4 h"),
        "silver": (opened(("08:00", "19:00"), ("09:00", "15:00")), "12 h"),
        "bronze": (opened(("08:00", "16:30"), None), "24 h"),
    }
    office = opened(("07:00", "17:00"), None)
    indicators = [
        terms
        for name, (_, hours) in levels.items()
        for terms in (
            availability(id=f"{name}-share", services=[name], target={"from": "99 %"}, clause=f"2.1 {name}"),
            outage_limits(
                id=f"{name}-hours",
                services=[name],
                limits=[{"measure": "total", "at_most": hours, "over": "month"}],
            ),
        )
    ]
    return content(
        *indicators,
        service_hours={name: hours for name, (hours, _) in levels.items()} | {"office": office},
        services=[{"id": name, "label": LABEL, "hours": name} for name in levels],
        credits=None,
    )


def tiered_contract() -> Contract:
    """The contract of the three levels."""
    return Contract.model_validate(tiered_content())


CLASSES = {
    # Nominal hours a month, and by permitted hours of outage the percentage as printed.
    "A": (720, {2: "99.7 %", 4: "99.4 %", 8: "98.9 %"}),
    "B": (360, {2: "99.4 %", 4: "98.3 %", 8: "97.8 %"}),
    "C": (180, {2: "98.9 %", 4: "97.8 %", 8: "95.6 %"}),
}


def classes_content() -> dict[str, Any]:
    """Time classes with nominal hours, and percentages that are said to be derived from hours of outage."""
    indicators = [
        availability(
            id=f"{name}{outage}",
            services=[name],
            rules=name,
            target={"from": printed},
            derived_from={"outage": f"{outage} h", "of": f"{nominal} h"},
        )
        for name, (nominal, percentages) in CLASSES.items()
        for outage, printed in percentages.items()
    ]
    hours = {
        "A": {**opened(("00:00", "24:00"), ("00:00", "24:00")), "holidays": None, "on_holidays": []},
        "B": opened(("07:00", "22:00"), None),
        "C": opened(("07:00", "17:00"), None),
        "D": {
            **opened(("08:00", "16:30"), None),
            "breaks": [{"begins": "12:00", "ends": "13:00"}],
        },
    }
    hours["B"]["openings"][0]["days"] = [*WEEKDAYS, "sat"]
    nominal_hours = {name: nominal for name, (nominal, _) in CLASSES.items()} | {"D": 108}
    return content(
        *indicators,
        availability(id="D0", services=["D"], rules="D"),
        service_hours=hours,
        working_days="C",
        services=[{"id": name, "label": LABEL, "hours": name} for name in hours],
        availability_rules={
            name: availability_rules(denominator="nominal", nominal_hours=nominal)
            for name, nominal in nominal_hours.items()
        },
        credits=None,
    )


def classes_contract() -> Contract:
    """The contract of the time classes."""
    return Contract.model_validate(classes_content())
