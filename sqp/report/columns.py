"""The columns of the iteration log: one definition for the terminal and for the log file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqp.algorithm.record import IterationRecord


@dataclass(frozen=True)
class Column:
    """One column: its title, its width in characters, and what it shows of a record.

    Examples
    --------
    >>> from sqp.algorithm.record import IterationRecord
    >>> record = IterationRecord(iteration=3, f=1.5, violation=0.0, stationarity=1e-3, complementarity=0.0)
    >>> Column("f", 14, lambda r: f"{r.f:.6e}").cell(record)
    '  1.500000e+00'
    """

    title: str
    width: int
    show: Callable[[IterationRecord], str]

    def cell(self, record: IterationRecord) -> str:
        return self.show(record).rjust(self.width)


COLUMNS = (
    Column("iter", 4, lambda r: str(r.iteration)),
    Column("f", 14, lambda r: f"{r.f:.6e}"),
    Column("violation", 9, lambda r: f"{r.violation:.2e}"),
    Column("station.", 8, lambda r: f"{r.stationarity:.2e}"),
    Column("compl.", 8, lambda r: f"{r.complementarity:.2e}"),
    Column("|d|", 8, lambda r: f"{r.step_norm:.2e}"),
    Column("length", 8, lambda r: f"{r.length:.2e}"),
    Column("shift", 8, lambda r: f"{r.shift:.2e}" if r.shift else "-"),
    Column("active", 6, lambda r: str(r.active)),
    Column("qp", 11, lambda r: r.backend),
)


def header() -> str:
    """The titles, right-aligned as the cells are."""
    return " ".join(column.title.rjust(column.width) for column in COLUMNS) + "  note"


def row(record: IterationRecord) -> str:
    """One record as one line.

    Examples
    --------
    >>> from sqp.algorithm.record import IterationRecord
    >>> print(row(IterationRecord(iteration=3, f=1.5, violation=0.0, stationarity=1e-3, complementarity=0.0)).strip())
    3   1.500000e+00  0.00e+00 1.00e-03 0.00e+00 0.00e+00 0.00e+00        -      0
    """
    return (" ".join(column.cell(record) for column in COLUMNS) + "  " + record.note).rstrip()
