"""One month's files from the simulated facts: Swedish headers and words, local time without offset."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute

from collector.simulator.days import DAY, Flags, Whole
from collector.simulator.moments import STATUSES, City
from collector.simulator.population import MONITORED, SERVICES
from collector.simulator.tickets import KINDS, PRIORITIES, Kind
from collector.simulator.writing import write_csv, write_workbook

_HEADINGS = ("Hjälp behövs", "Fungerar inte", "Önskemål", "Fråga om it-tjänst", "Ärende från webben")
_TEAMS = ("Servicedesk", "Klientgruppen", "Driftgruppen", "Skolgruppen")
_DIGITS = {"K09a": 2, "K09b": 2, "K09c": 2}


def local_text(seconds: Whole, pattern: str = "%Y-%m-%d %H:%M:%S") -> pd.Series:
    """Return local seconds as text."""
    times = pa.array(seconds.astype("datetime64[s]"))
    return pd.Series(
        pyarrow.compute.strftime(times, format=pattern).to_numpy(zero_copy_only=False), dtype="str"
    )


def write_tickets(path: Path, rows: pd.DataFrame, tickets: pd.DataFrame, city: City) -> Path:
    """Write rows of the event log, and the few rows whose date does not exist."""
    about = tickets.iloc[rows["ticket"].to_numpy()]
    kind, service = about["kind"].to_numpy(), about["service"].to_numpy()
    noted, unit = rows["noted"].to_numpy(), about["unit"].to_numpy()
    units = np.append(city.population.units, "")  # -1 takes the last: no unit
    frame = pd.DataFrame(
        {
            "Ärendenummer": about["key"].to_numpy(),
            "Tidpunkt": local_text(rows["at"].to_numpy()),
            "Ordning": rows["order"].to_numpy(),
            "Status": np.array(STATUSES)[rows["status"].to_numpy()],
            "Prioritet": np.array(PRIORITIES)[rows["priority"].to_numpy()],
            "Ärendetyp": np.array(KINDS)[kind],
            "Tjänst": np.array(SERVICES)[service],
            "Enhet": units[unit],
            "Grupp": np.where(rows["order"] == 0, "Första linjen", np.array(_TEAMS)[service]),
            "Rotorsaksanalys": _cause(kind, about["priority"].to_numpy(), noted),
            "Svar": np.where((kind == Kind.CHANGE) & noted, "Plan och pris", ""),
            "Anmälare": "anv" + pd.Series(rows["ticket"].to_numpy() * 7919 % 82_000 + 10_000).astype("str"),
            "Rubrik": np.array(_HEADINGS)[rows["ticket"].to_numpy() % len(_HEADINGS)],
        }
    )
    return write_csv(path, pd.concat([frame, _broken(frame, city.traits.broken_rows)], ignore_index=True))


def _cause(kind: Whole, priority: Whole, noted: Flags) -> npt.NDArray[np.str_]:
    asked = (kind == Kind.INCIDENT) & (priority == 0)
    return np.where(asked, np.where(noted, "Levererad", "Pågår"), "")


def _broken(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return copies of some rows with the 30th of February, as a faulty export writes them."""
    rows = frame.iloc[: count * 97 : 97].copy()
    rows["Tidpunkt"] = rows["Tidpunkt"].str.slice(0, 4) + "-02-30" + rows["Tidpunkt"].str.slice(10)
    return rows


def write_monitoring(path: Path, rows: pd.DataFrame) -> Path:
    """Write what the probes saw."""
    affected = rows["users"].astype("str").where((rows["state"] == "Nere") & (rows["unit"] == ""), "")
    frame = pd.DataFrame(
        {
            "Mätpunkt": rows["prober"].to_numpy(),
            "Tjänst": rows["service"].to_numpy(),
            "Enhet": rows["unit"].to_numpy(),
            "Tidpunkt": local_text(rows["at"].to_numpy()),
            "Läge": rows["state"].to_numpy(),
            "Berörda": affected.to_numpy(),
        }
    )
    return write_csv(path, frame)


def write_maintenance(path: Path, windows: pd.DataFrame) -> Path:
    """Write announced windows."""
    minute = "%Y-%m-%d %H:%M"
    frame = pd.DataFrame(
        {
            "Fönster": windows["key"].to_numpy(),
            "Tjänst": np.array(MONITORED)[windows["subject"].to_numpy()],
            "Start": local_text(windows["starts_at"].to_numpy(), minute),
            "Slut": local_text(windows["ends_at"].to_numpy(), minute),
            "Aviserat": local_text(windows["announced_at"].to_numpy(), minute),
        }
    )
    return write_csv(path, frame)


def _day_text(city: City, day: Whole) -> pd.Series:
    return local_text(city.days.starts_at(day), "%Y-%m-%d")


def write_phone(path: Path, calls: pd.DataFrame, city: City) -> Path:
    """Write the telephone system's counts by day."""
    frame = pd.DataFrame(
        {
            "Mått": calls["measure"].to_numpy(),
            "Tjänst": SERVICES[0],
            "Dag": _day_text(city, calls["day"].to_numpy()),
            "Uppfyllda": calls["hits"].to_numpy(),
            "Antal": calls["cases"].to_numpy(),
        }
    )
    return write_csv(path, frame)


def write_logins(path: Path, logins: pd.DataFrame, city: City) -> Path:
    """Write log-ins by school and day."""
    frame = pd.DataFrame(
        {
            "Enhet": city.population.units[logins["school"].to_numpy()],
            "Dag": _day_text(city, logins["day"].to_numpy()),
            "Inom60s": logins["hits"].to_numpy(),
            "Antal": logins["cases"].to_numpy(),
        }
    )
    return write_csv(path, frame)


def write_invoices(path: Path, lines: pd.DataFrame, month: str) -> Path:
    """Write invoice lines by service, in the old encoding of a spreadsheet."""
    frame = pd.DataFrame(
        {
            "Tjänst": np.array(SERVICES)[lines["service"].to_numpy()],
            "Månad": month,
            "Utan anmärkning": lines["hits"].to_numpy(),
            "Rader": lines["cases"].to_numpy(),
        }
    )
    return write_csv(path, frame, encoding="cp1252")


def write_survey(path: Path, survey: pd.DataFrame, city: City, month: int) -> Path:
    """Write the survey of the half year that ends with `month`."""
    year = city.days.months[month][:4]
    first = f"{year}-01-01" if city.days.months[month].endswith("06") else f"{year}-07-01"
    after = local_text(np.array([city.days.month_starts_at(month + 1)]), "%Y-%m-%d %H:%M").iloc[0]
    frame = pd.DataFrame(
        {
            "Tjänst": survey["service"],
            "Grupp": survey["segment"],
            "Från": f"{first} 00:00",
            "Till": after,
            "Indexsumma": survey["index_sum"],
            "Svar": survey["answers"],
            "Antal svar": survey["answers"],
            "Tillfrågade": survey["asked"],
        }
    )
    return write_workbook(path, "NKI", frame)


def write_statements(path: Path, stated: pd.DataFrame, month: str) -> Path:
    """Write the supplier's own figures, rounded and with a decimal comma as in its report."""
    digits = stated["indicator"].map(_DIGITS).fillna(1).astype("int64")
    values = [
        f"{value * 100:.{places}f} %".replace(".", ",")
        for value, places in zip(stated["value"], digits, strict=True)
    ]
    frame = pd.DataFrame(
        {"Nyckeltal": stated["indicator"], "Tjänst": stated["service"], "Månad": month, "Utfall": values}
    )
    return write_workbook(path, "Nyckeltal", frame)


def write_urgent(path: Path, listed: pd.DataFrame, tickets: pd.DataFrame, month: str) -> Path:
    """Write the supplier's own list of urgent incidents, with ends cut to the minute."""
    about = tickets.iloc[listed["ticket"].to_numpy()]
    frame = pd.DataFrame(
        {
            "Månad": month,
            "Ärende": about["key"].to_numpy(),
            "Tjänst": np.array(SERVICES)[about["service"].to_numpy()],
            "Prioritet": np.array(PRIORITIES)[about["priority"].to_numpy()],
            "Löst": local_text(listed["resolved"].to_numpy(), "%Y-%m-%d %H:%M"),
            "Inom avtalad tid": np.where(listed["within"].to_numpy(), "Ja", "Nej"),
        }
    )
    return write_csv(path, frame)


def knows_until(city: City) -> Whole:
    """Return for each month the local second up to which its delivery knows.

    A delivery leaves early on the fifth working day after the month and holds all up to the midnight before.
    """
    last_day = [city.days.month_starts_at(month + 1) - DAY for month in range(len(city.days.months))]
    position = city.days.position(np.array(last_day, dtype=np.int64))
    return city.days.starts_at(city.days.working_day(position, np.full(len(last_day), 5, dtype=np.int64)))
