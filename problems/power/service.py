"""From the tables of a case file to the network in service."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from sqp.arrays import Indices, Mask, Vector
from sqp.errors import ReadError, UnsupportedError
from sqp_problems.power.costs import costs_of
from sqp_problems.power.matpower import CaseFile, Table
from sqp_problems.power.network import Branches, Buses, Complex, Generators, Network

_REFERENCE, _ISOLATED = 3, 4
_TURN = 360.0


def network_of(case: CaseFile) -> Network:
    """The network of a case file, without what is isolated or out of service.

    Raises
    ------
    ReadError
        If numbers contradict each other; the message names file, line and field.
    UnsupportedError
        If DC lines are in service.
    """
    if "dcline" in case.tables and case.tables["dcline"].values[:, 2].any():
        raise UnsupportedError(f"{case.path}: dcline: DC lines are not supported")
    positions = _positions(case)
    generators = _generators(case, positions)
    branches = _branches(case, positions)
    name = str(getattr(case.path, "name", case.path)).removesuffix(".m")
    return Network(name, case.base, _buses(case, generators, branches), generators, branches)


def _positions(case: CaseFile) -> dict[float, int]:
    """Bus number -> position among the buses in service, -1 for those that are isolated."""
    bus = case.tables["bus"]
    positions: dict[float, int] = {}
    count = 0
    for row, (number, kind) in enumerate(bus.values[:, :2].tolist()):
        if number in positions:
            raise case.error(bus, row, f"there are two buses {number:g}")
        positions[number] = -1 if kind == _ISOLATED else count
        count += kind != _ISOLATED
    return positions


def _located(case: CaseFile, table: Table, column: int, positions: dict[float, int]) -> Indices:
    """Where the buses are that a column names."""
    numbers = table.values[:, column].tolist()
    unknown = next((row for row, number in enumerate(numbers) if number not in positions), None)
    if unknown is not None:
        raise case.error(table, unknown, f"there is no bus {numbers[unknown]:g}")
    return np.array([positions[number] for number in numbers], dtype=np.int64)


def _buses(case: CaseFile, generators: Generators, branches: Branches) -> Buses:
    table = case.tables["bus"]
    table = table.where(table.values[:, 1] != _ISOLATED)
    if not len(table):
        raise case.error(case.tables["bus"], 0, "every bus is isolated")
    _finite(case, table, (2, 3, 4, 5, 11, 12))
    lowest, highest = table.values[:, 12], table.values[:, 11]
    _ordered(case, table, lowest, highest, "Vmin", "Vmax")
    p, q, g, b = table.values[:, 2:6].T / case.base
    reference = _references(table.values[:, 1] == _REFERENCE, generators, branches)
    return Buses(table.values[:, 0].astype(np.int64), reference, p + 1j * q, g - 1j * b, lowest, highest)


def _references(stated: Mask, generators: Generators, branches: Branches) -> Mask:
    """With a reference in every island: the bus of its largest generator where none is stated, else its first bus."""
    n = stated.size
    links = sparse.coo_array((np.ones(branches.start.size), (branches.start, branches.end)), shape=(n, n))
    islands = np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)
    size = np.zeros(n)
    np.maximum.at(size, generators.bus, generators.highest.real)
    chosen = stated.copy()
    for island in np.setdiff1d(islands, islands[stated]).tolist():
        members = np.flatnonzero(islands == island)
        chosen[members[size[members].argmax()]] = True
    return chosen


def _generators(case: CaseFile, positions: dict[float, int]) -> Generators:
    table = case.tables["gen"]
    bus = _located(case, table, 0, positions)
    on: Mask = (table.values[:, 7] > 0) & (bus >= 0)
    if not on.any():
        raise ReadError(f"{case.path}: gen: no generator is in service")
    rows, served = np.flatnonzero(on), table.where(on)
    p, q = served.values[:, [9, 8]] / case.base, served.values[:, [4, 3]] / case.base
    _ordered(case, served, p[:, 0], p[:, 1], "Pmin", "Pmax")
    _ordered(case, served, q[:, 0], q[:, 1], "Qmin", "Qmax")
    active, reactive = (costs_of(case, rows, first, case.base) for first in (0, len(table)))
    return Generators(bus[on], rows, _complex(p[:, 0], q[:, 0]), _complex(p[:, 1], q[:, 1]), active, reactive)


def _branches(case: CaseFile, positions: dict[float, int]) -> Branches:
    table = case.tables["branch"]
    start, end = (_located(case, table, column, positions) for column in (0, 1))
    on: Mask = (table.values[:, 10] > 0) & (start >= 0) & (end >= 0)
    served = table.where(on)
    _finite(case, served, (2, 3, 4, 5, 8, 9))
    impedance = _complex(served.values[:, 2], served.values[:, 3])
    if (impedance == 0.0).any():
        raise case.error(served, int((impedance == 0.0).argmax()), "r and x must not both be 0")
    rating = np.where(served.values[:, 5] > 0.0, served.values[:, 5] / case.base, np.inf)
    least, most = _angles(served)
    _ordered(case, served, least, most, "angmin", "angmax")
    return Branches(start[on], end[on], np.flatnonzero(on), _admittance(served, impedance), rating, least, most)


def _admittance(table: Table, impedance: Complex) -> Complex:
    """ff, ft, tf, tt of a pi circuit behind an ideal transformer: MATPOWER User's Manual, eq. (3.2)."""
    series, charging = 1.0 / impedance, 0.5j * table.values[:, 4]
    ratio = np.where(table.values[:, 8] == 0.0, 1.0, table.values[:, 8])
    tap = ratio * np.exp(1j * np.deg2rad(table.values[:, 9]))
    tt = series + charging
    return np.stack([tt / ratio**2, -series / tap.conj(), -series / tap, tt])


def _angles(table: Table) -> tuple[Vector, Vector]:
    """Limits in radians; there are none where both are 0, nor from a whole turn on."""
    if table.values.shape[1] < 13:
        none = np.full(len(table), np.inf)
        return -none, none
    least, most = table.values[:, 11], table.values[:, 12]
    unstated = (least == 0.0) & (most == 0.0)
    least = np.where(unstated | (least <= -_TURN), -np.inf, np.deg2rad(least))
    return least, np.where(unstated | (most >= _TURN), np.inf, np.deg2rad(most))


def _complex(real: Vector, imaginary: Vector) -> Complex:
    """Both parts as they are; infinite ones as well."""
    both = np.empty(real.size, dtype=np.complex128)
    both.real, both.imag = real, imaginary
    return both


def _ordered(case: CaseFile, table: Table, lower: Vector, upper: Vector, low: str, high: str) -> None:
    wrong = ~(lower <= upper)
    if wrong.any():
        raise case.error(table, int(wrong.argmax()), f"{low} must not be larger than {high}, nor may one be NaN")


def _finite(case: CaseFile, table: Table, columns: tuple[int, ...]) -> None:
    for column in columns:
        wrong = ~np.isfinite(table.values[:, column])
        if wrong.any():
            row = int(wrong.argmax())
            raise case.error(table, row, f"column {column + 1} must be finite, found {table.values[row, column]:g}")
