"""The seam of the suite of doors: what a door is, and what it reports in words that all hosts share.

A new door is one file in ``tests/contracts/doors`` with one subclass of :class:`Door`; nothing else mentions it.
"""

from __future__ import annotations

import importlib
import inspect
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Ending(Enum):
    """What the host has to be told about a case."""

    SOLVED = auto()
    INFEASIBLE = auto()
    UNBOUNDED = auto()
    UNDEFINED = auto()


class Algebra(Protocol):
    """The few operations that a case needs beside + - * / ** and slices; each host has its own."""

    def sum(self, v: Any, /) -> Any: ...

    def log(self, v: Any, /) -> Any: ...


@dataclass(frozen=True, eq=False)
class Report:
    """What the user of a host reads after the solve.

    Attributes
    ----------
    x : (n,)
    f : float
        The objective in the user's sense.
    word : object
        The host's status.
    row_prices, bound_prices : (m,), (n,) or None
        Change of the optimal value, in the user's sense, for each unit that the active side of a row or of a variable's
        bounds moves; had from the host's multipliers by the sign that the host documents.  None where it has none.
    """

    x: Array
    f: float
    word: Any
    row_prices: Array | None = None
    bound_prices: Array | None = None


class Door(ABC):
    """One way to come in: states a case as a user of the host would, solves it, and reads the answer."""

    #: The host's status words; an ending that is missing is one that the host cannot express.
    words: ClassVar[Mapping[Ending, Any]]
    #: Names of cases that the host cannot state, with the reason.
    cannot: ClassVar[Mapping[str, str]] = {}
    #: Optional packages without which the tests of the door are skipped.
    needs: ClassVar[tuple[str, ...]] = ()
    #: Whether rows, and bounds, have multipliers in the host.
    prices_rows: ClassVar[bool] = True
    prices_bounds: ClassVar[bool] = True
    #: Names of cases in which multipliers of bounds are not known (NaN), with the reason.
    unpriced: ClassVar[Mapping[str, str]] = {}
    #: Largest relative error of x, of f and of prices that the host's derivatives and its own tolerances allow.
    tolerance: ClassVar[float] = 1e-6

    @abstractmethod
    def solve(self, case: Any) -> Report:
        """State the :class:`tests.contracts.door_cases.Case`, solve it, and report."""


def doors() -> list[Door]:
    """Every door in the folder beside this file."""
    found: list[Door] = []
    for path in sorted((Path(__file__).parent / "doors").glob("*.py")):
        module = importlib.import_module(f"tests.contracts.doors.{path.stem}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and issubclass(kind, Door):
                found.append(kind())
    return found
