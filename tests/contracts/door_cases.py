"""Small problems that every door has to get right, stated once, in operations that every host understands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.contracts.door import Ending

Array = NDArray[np.float64]
INF = np.inf


@dataclass(frozen=True, eq=False, kw_only=True)
class Case:
    """A problem in the user's sense.

    ``objective(x, algebra)`` is one number and ``rows(x, algebra)`` a list of numbers, of whatever kind the host
    computes with, using its :class:`tests.contracts.door.Algebra`.  Vectors ``x`` are sliced, and powers of slices are
    taken entry by entry.

    Attributes
    ----------
    sense : int
        +1 to minimise, -1 to maximise.
    f, x
        The optimal value and point, where they are known in closed form or from the literature.
    moves : sequence of ("row" or "bound", int)
        The multipliers that are held against finite differences of the optimal value.
    """

    name: str
    start: Array
    lower: Array
    upper: Array
    objective: Callable[[Any, Any], Any]
    rows: Callable[[Any, Any], list[Any]] = lambda _x, _F: []
    row_lower: Array = field(default_factory=lambda: np.zeros(0))
    row_upper: Array = field(default_factory=lambda: np.zeros(0))
    sense: int = 1
    ending: Ending = Ending.SOLVED
    f: float | None = None
    x: Array | None = None
    moves: Sequence[tuple[str, int]] = ()

    @property
    def n(self) -> int:
        return self.start.size

    @property
    def m(self) -> int:
        return self.row_lower.size

    def moved(self, kind: str, index: int, by: float) -> Case:
        """The same problem with both sides of one row, or of one variable's bounds, moved."""
        if kind == "row":
            step = by * (np.arange(self.m) == index)
            return replace(self, row_lower=self.row_lower + step, row_upper=self.row_upper + step)
        step = by * (np.arange(self.n) == index)
        return replace(self, lower=self.lower + step, upper=self.upper + step)


def array(*values: float) -> Array:
    return np.array(values, dtype=float)


def _hs071(x: Any, _: Any) -> Any:
    return x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]


HS071 = Case(
    name="hs071",
    start=array(1, 5, 5, 1),
    lower=np.ones(4),
    upper=np.full(4, 5.0),
    objective=_hs071,
    rows=lambda x, _: [x[0] * x[1] * x[2] * x[3], x[0] ** 2 + x[1] ** 2 + x[2] ** 2 + x[3] ** 2],
    row_lower=array(25, 40),
    row_upper=array(INF, 40),
    f=17.0140172891563,
    x=array(1, 4.74299937545, 3.82115003107, 1.37940827115),
    moves=[("row", 0), ("row", 1), ("bound", 0)],
)
HS071_MAX = replace(HS071, name="hs071, maximised", objective=lambda x, F: -_hs071(x, F), sense=-1, f=-17.0140172891563)
#: At the optimum the first row is at its upper side, the second holds with equality, and x[2] is at its upper bound.
QP = Case(
    name="quadratic program",
    start=array(0, 0, 0),
    lower=array(-INF, 0, -INF),
    upper=array(INF, INF, 0.5),
    objective=lambda x, _: x[0] ** 2 + 2 * x[1] ** 2 + x[2] ** 2 - 2 * x[0] - 6 * x[1] - 4 * x[2],
    rows=lambda x, _: [x[0] + x[1], x[0] - x[1] + 2 * x[2]],
    row_lower=array(-1, 0.25),
    row_upper=array(1.5, 0.25),
    f=-6.578125,
    x=array(0.375, 1.125, 0.5),
    moves=[("row", 0), ("row", 1), ("bound", 2)],
)
UNBOUNDED = Case(
    name="unbounded",
    start=array(1, 1),
    lower=np.full(2, -INF),
    upper=np.full(2, INF),
    objective=lambda x, _: x[0] + x[1] ** 2,
    rows=lambda x, _: [x[0] + x[1]],
    row_lower=array(-INF),
    row_upper=array(3),
    ending=Ending.UNBOUNDED,
)
INFEASIBLE = Case(
    name="infeasible",
    start=array(0.5, 0.5),
    lower=np.full(2, -INF),
    upper=np.full(2, INF),
    objective=lambda x, _: x[0] - x[1],
    rows=lambda x, _: [x[0] ** 2 + x[1] ** 2, x[0] + x[1]],
    row_lower=array(-INF, 3),
    row_upper=array(1, INF),
    ending=Ending.INFEASIBLE,
)
#: Newton's first step leads far outside the domain of the logarithm.
DOMAIN = Case(
    name="undefined on the way",
    start=array(50),
    lower=array(-INF),
    upper=array(INF),
    objective=lambda x, F: 5 * x[0] - F.log(x[0]),
    f=1 + np.log(5),
    x=array(0.2),
)
UNDEFINED = Case(
    name="undefined at the start",
    start=array(-1, 1),
    lower=np.full(2, -INF),
    upper=np.full(2, INF),
    objective=lambda x, F: F.log(x[0]) + x[1] ** 2,
    ending=Ending.UNDEFINED,
)
UNCONSTRAINED = Case(
    name="unconstrained",
    start=array(-1.2, 1),
    lower=np.full(2, -INF),
    upper=np.full(2, INF),
    objective=lambda x, _: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2,
    f=0.0,
    x=array(1, 1),
)
FIXED = Case(
    name="fixed variable",
    start=array(2, 1),
    lower=array(-INF, 3),
    upper=array(INF, 3),
    objective=lambda x, _: x[0] ** 4 + x[0] * x[1] + x[1] ** 2,
    rows=lambda x, _: [x[0] * x[1]],
    row_lower=array(-1.5),
    row_upper=array(INF),
    f=7.5625,
    x=array(-0.5, 3),
    moves=[("row", 0), ("bound", 1)],
)


def _chain(size: int = 5000, blocks: int = 10) -> Case:
    """A convex chain: smooth, near 1, and with a bound on the sum of squares of each block of its links."""
    length = size // blocks
    return Case(
        name=f"chain of {size}",
        start=np.full(size, 0.5),
        lower=np.full(size, -INF),
        upper=np.full(size, INF),
        objective=lambda x, F: F.sum((x[1:] - x[:-1]) ** 2) + F.sum((x - 1) ** 2),
        rows=lambda x, F: [F.sum(x[length * k : length * (k + 1)] ** 2) for k in range(blocks)],
        row_lower=np.full(blocks, -INF),
        row_upper=length * np.linspace(0.5, 0.86, blocks),
        moves=[("row", 3)],
    )


CHAIN = _chain()
CASES = (HS071, HS071_MAX, QP, UNBOUNDED, INFEASIBLE, DOMAIN, UNDEFINED, UNCONSTRAINED, FIXED, CHAIN)
