"""A quadratic program, its solution, and the working set that connects one with the next.

    minimise  1/2 d'Pd + q'd    subject to   rows.lower <= A d <= rows.upper,   box.lower <= d <= box.upper

Multipliers follow the convention of the whole package: Pd + q + A'y + z = 0, positive at an upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.linalg.operators import SymmetricOperator, stored

Sides = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class WorkingSet:
    """Which rows and which bounds are held with equality: -1 at the lower side, +1 at the upper, 0 not held.

    Attributes
    ----------
    rows : (m,) int8 array
    box : (n,) int8 array

    Examples
    --------
    >>> rows, box = Bounds([0.0, 0.0], [1.0, 1.0]), Bounds([0.0], [1.0])
    >>> held = WorkingSet.from_multipliers(np.array([2.0, 0.0]), np.array([-1.0]), rows, box)
    >>> held.rows, held.box, held.size
    (array([1, 0], dtype=int8), array([-1], dtype=int8), 2)
    """

    rows: Sides
    box: Sides

    @classmethod
    def of_equalities(cls, rows: Bounds, box: Bounds) -> WorkingSet:
        """Only what must hold with equality: equality rows and fixed variables."""
        return cls(rows.equalities.astype(np.int8), box.equalities.astype(np.int8))

    @classmethod
    def from_multipliers(cls, y: Vector, z: Vector, rows: Bounds, box: Bounds) -> WorkingSet:
        """Hold the side that each multiplier's sign names."""
        return cls(_sides(y, rows), _sides(z, box))

    @property
    def size(self) -> int:
        return int(np.count_nonzero(self.rows)) + int(np.count_nonzero(self.box))

    def distance(self, other: WorkingSet) -> int:
        """How many members differ."""
        return int(np.count_nonzero(self.rows != other.rows)) + int(np.count_nonzero(self.box != other.box))

    def key(self) -> bytes:
        """Equal for equal working sets; used to notice cycling."""
        return self.rows.tobytes() + self.box.tobytes()


def _sides(multipliers: Vector, bounds: Bounds) -> Sides:
    sides = np.sign(multipliers).astype(np.int8)
    sides[(sides > 0) & (bounds.upper == np.inf)] = 0
    sides[(sides < 0) & (bounds.lower == -np.inf)] = 0
    sides[bounds.equalities] = 1
    return sides


@dataclass(frozen=True, eq=False)
class QuadraticProgram:
    """The data of one QP.

    Attributes
    ----------
    P : (n, n)
        Symmetric, possibly indefinite: stored in full, dense or csc, or known by its products with vectors.
    q : (n,)
    A : (m, n)
        Dense or csc like P.
    rows, box : Bounds of length m and n

    Examples
    --------
    >>> rows, box = Bounds([1.0], [1.0]), Bounds.free(2)
    >>> QuadraticProgram(np.eye(2), np.zeros(2), np.ones((1, 2)), rows, box).equality_rows
    array([ True])
    """

    P: Matrix | SymmetricOperator
    q: Vector
    A: Matrix
    rows: Bounds
    box: Bounds

    @property
    def stored(self) -> Matrix:
        """P by its entries (OptionError if only products are known)."""
        return stored(self.P)

    @property
    def equality_rows(self) -> Mask:
        return self.rows.equalities


class QPStatus(Enum):
    """What a backend says of a QP; the sentences are for the iteration log."""

    SOLVED = "solved"
    INACCURATE = "stopped before the requested accuracy"
    INFEASIBLE = "the rows and the box admit no point"
    UNBOUNDED = "the model falls without limit"
    FAILED = "no usable answer"


@dataclass(frozen=True, eq=False)
class QPSolution:
    """Step ``d`` with multipliers ``y`` of the rows and ``z`` of the box, and how they were found.

    ``shift`` is the multiple of the identity that was added to P to make the problem convex where the step can go.

    Examples
    --------
    >>> rows, box = Bounds([1.0], [1.0]), Bounds.free(2)
    >>> qp = QuadraticProgram(np.eye(2), np.zeros(2), np.ones((1, 2)), rows, box)
    >>> without_answer(qp, QPStatus.FAILED, "nobody").solved
    False
    """

    status: QPStatus
    d: Vector
    y: Vector
    z: Vector
    working_set: WorkingSet
    iterations: int = 0
    shift: float = 0.0
    backend: str = ""

    @property
    def solved(self) -> bool:
        return self.status is QPStatus.SOLVED

    @property
    def usable(self) -> bool:
        """Whether there is a step, be it an inaccurate one."""
        return self.status in (QPStatus.SOLVED, QPStatus.INACCURATE)


def without_answer(qp: QuadraticProgram, status: QPStatus, backend: str, iterations: int = 0) -> QPSolution:
    """A solution record that says only why there is no solution."""
    n, m = qp.q.size, qp.rows.size
    working_set = WorkingSet.of_equalities(qp.rows, qp.box)
    return QPSolution(status, np.zeros(n), np.zeros(m), np.zeros(n), working_set, iterations, 0.0, backend)
