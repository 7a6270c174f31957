"""Names and dates of the contract as rows: readers of results have no contract file at hand."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from evaluator.contract.contract import Contract, ExtensionOption
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.parts import Label
from evaluator.contract.services import Service, Unit
from evaluator.contract.value_units import value_unit
from evaluator.results.amounts import fraction_text, minor_units

Row = dict[str, Any]

END = "end"
"""The decision called so is about the contract's last day; others are options."""

LAST_DAY = Label(sv="Avtalets sista dag", en="Last day of the contract")


def card_row(contract: Contract) -> Row:
    """Return the row of who agreed what, until when."""
    card = contract.contract
    return {
        "contract": card.id,
        **_labels(card.title, "title"),
        "reference": card.reference,
        "customer": card.customer,
        "supplier": card.supplier,
        "currency": card.currency,
        "time_zone": card.time_zone,
        "first_day": contract.term.first_day.isoformat(),
        "last_day": contract.term.current_last_day.isoformat(),
        "smallest_group": contract.reporting.smallest_group,
        "targets_are_assumed": int(_are_assumed(contract)),
    }


def decision_rows(contract: Contract) -> list[Row]:
    """Return the rows of the days that decide something: notice of each option, and the last day."""
    rows = [_option_row(option) for option in contract.term.options]
    last_day = contract.term.current_last_day.isoformat()
    end = {"decision": END, "kind": "last_day", "state": "", "on_day": last_day, "internal_day": None}
    rows.append({**end, **_labels(LAST_DAY), "prolongs_to": None})
    return _placed(rows)


def indicator_rows(contract: Contract) -> list[Row]:
    """Return the rows of the indicators, in the contract's order."""
    return _placed([_indicator_row(indicator) for indicator in contract.indicators])


def service_rows(contract: Contract) -> list[Row]:
    """Return the rows of the services, in the contract's order."""
    return _placed([_service_row(service) for service in contract.services])


def unit_rows(contract: Contract, named: Iterable[str]) -> list[Row]:
    """Return the rows of the contract's units, then of those that only results have `named`."""
    segments = {segment.id: segment.label for segment in contract.segments}
    known = [_unit_row(unit, segments.get(unit.segment)) for unit in contract.units]
    others = sorted(set(named) - {unit.id for unit in contract.units} - {""})
    nothing = {"segment": "", "segment_label_sv": "", "segment_label_en": "", "users": 0}
    return _placed([*known, *({"unit": name, "label": name, **nothing} for name in others)])


def trigger_rows(contract: Contract) -> list[Row]:
    """Return the rows of the thresholds, in the contract's order."""
    rows = [
        {"trigger": one.id, **_labels(one.label), "leads_to": one.leads_to.value} for one in contract.triggers
    ]
    return _placed(rows)


def _are_assumed(contract: Contract) -> bool:
    assumed = any(indicator.target_is_assumed for indicator in contract.indicators)
    return contract.contract.targets_are_assumed or assumed


def _option_row(option: ExtensionOption) -> Row:
    return {
        "decision": option.id,
        "kind": "notice",
        **_labels(option.label),
        "state": option.state.value,
        "on_day": _day(option.notice_by),
        "internal_day": _day(option.internal_last_day),
        "prolongs_to": option.prolongs_to.isoformat(),
    }


def _indicator_row(indicator: AnyIndicator) -> Row:
    target = indicator.target
    return {
        "indicator": indicator.id,
        **_labels(indicator.label),
        "clause": indicator.clause,
        "kind": indicator.kind,
        "unit": value_unit(indicator),
        "period": indicator.period.value,
        "consequence": indicator.consequence.value,
        "target_lowest": _end(target.lowest),
        "target_highest": _end(target.highest),
        "lowest_belongs": int(target.from_value is not None),
        "highest_belongs": int(target.to is not None),
    }


def _service_row(service: Service) -> Row:
    fee = service.monthly_fee
    return {
        "service": service.id,
        **_labels(service.label),
        "part_of": "" if service.part_of is None else service.part_of,
        "users": service.users,
        "monthly_fee_minor": None if fee is None else minor_units(fee),
    }


def _unit_row(unit: Unit, segment: Label | None) -> Row:
    label = Label(sv="", en="") if segment is None else segment
    return {
        "unit": unit.id,
        "label": unit.label,
        "segment": unit.segment,
        **_labels(label, "segment_label"),
        "users": unit.users,
    }


def _labels(label: Label, name: str = "label") -> Row:
    return {f"{name}_sv": label.sv, f"{name}_en": label.en}


def _placed(rows: Iterable[Row]) -> list[Row]:
    return list(_numbered(rows))


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    for position, row in enumerate(rows):
        yield {**row, "position": position}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _end(value: Fraction | None) -> str | None:
    return None if value is None else fraction_text(value)
