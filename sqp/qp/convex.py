"""What all backends for convex QPs share: convexify, solve, verify the answer, name the working set."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import final

import numpy as np

from sqp.arrays import Vector, is_sparse
from sqp.bounds import Bounds
from sqp.qp.backend import QPSession
from sqp.qp.convexify import Convexifier
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from sqp.qp.verify import qp_residual

#: An answer whose verified residual exceeds the requested accuracy by this factor still identifies a working set.
_USABLE = 1e-2
#: A violation, relative to the size of the bound, that an inaccurate answer may have in any case.
_MET = 1e-6


class Answer:
    """What a wrapped solver returned, in our signs and before any verification."""

    __slots__ = ("d", "iterations", "status", "y", "z")

    def __init__(self, status: QPStatus, d: Vector, y: Vector, z: Vector, iterations: int) -> None:
        self.status = status
        self.d = d
        self.y = y
        self.z = z
        self.iterations = iterations


def without(qp: QuadraticProgram, status: QPStatus) -> Answer:
    """An answer that says only why there is none."""
    n = qp.q.size
    return Answer(status, np.zeros(n), np.zeros(qp.rows.size), np.zeros(n), 0)


class ConvexSession(QPSession):
    """Base of the sessions around solvers of convex QPs; a subclass implements ``_answer``."""

    name: str = ""
    #: Whether a sparse P must be positive definite everywhere, not only on the null space of the equality rows.
    needs_definite: bool = False
    #: Whether inaccurate answers that violate rows are of use, as those of a first-order method are.
    is_approximate: bool = False

    def __init__(self, convexify: Convexifier) -> None:
        self._convexify = convexify.start()

    @final
    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        if not (np.isfinite(qp.q).all() and _finite(qp)):
            return without_answer(qp, QPStatus.FAILED, self.name)
        if _is_empty(qp.rows) or _is_empty(qp.box):
            return without_answer(qp, QPStatus.INFEASIBLE, self.name)
        everywhere = self.needs_definite and is_sparse(qp.stored)
        convex = self._convexify(qp.stored, qp.A, qp.equality_rows, everywhere=everywhere)
        if convex.shift == np.inf:
            return without_answer(qp, QPStatus.FAILED, self.name)
        answer = self._answer(replace(qp, P=convex.P), guess, accuracy)
        if answer.status not in (QPStatus.SOLVED, QPStatus.INACCURATE):
            empty = without_answer(qp, answer.status, self.name, answer.iterations)
            # what the multipliers of an inconsistent QP grow towards may prove that it is one
            return replace(empty, y=answer.y, z=answer.z) if answer.status is QPStatus.INFEASIBLE else empty
        d, y, z = answer.d, answer.y, answer.z
        residual = qp_residual(replace(qp, P=convex.P), d, y, z)
        doubtful = answer.status is QPStatus.INACCURATE and not self.is_approximate
        if not residual <= _USABLE or (doubtful and _misses(qp, d, accuracy)):
            return without_answer(qp, QPStatus.FAILED, self.name, answer.iterations)
        if convex.weight:
            y = y + convex.weight * qp.equality_rows * (qp.A @ d)
        working_set = _identified(qp, d, y, z)
        status = QPStatus.SOLVED if residual <= 10 * accuracy else QPStatus.INACCURATE
        return QPSolution(status, d, y, z, working_set, answer.iterations, convex.shift, self.name)

    @abstractmethod
    def _answer(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> Answer:
        """Solve a QP whose P is positive definite where it matters."""


def _misses(qp: QuadraticProgram, d: Vector, accuracy: float) -> bool:
    """Whether rows are violated so much that they may well be inconsistent; large multipliers hide that elsewhere."""
    violation = qp.rows.violation(qp.A @ d) / qp.rows.scale
    return bool((violation > max(_MET, accuracy)).any())


def _finite(qp: QuadraticProgram) -> bool:
    P = qp.stored if isinstance(qp.stored, np.ndarray) else qp.stored.data
    A = qp.A if isinstance(qp.A, np.ndarray) else qp.A.data
    return bool(np.isfinite(P).all() and np.isfinite(A).all())


def _is_empty(bounds: Bounds) -> bool:
    """Whether a lower bound exceeds its upper bound."""
    return bool((bounds.lower > bounds.upper).any())


def _identified(qp: QuadraticProgram, d: Vector, y: Vector, z: Vector) -> WorkingSet:
    """Hold a bound where the multiplier outweighs the gap to it; equalities always."""
    return WorkingSet.from_multipliers(
        _heavier(y, qp.rows.lower, qp.rows.upper, qp.A @ d), _heavier(z, qp.box.lower, qp.box.upper, d), qp.rows, qp.box
    )


def _heavier(multipliers: Vector, lower: Vector, upper: Vector, values: Vector) -> Vector:
    gap = np.where(multipliers > 0, upper - values, values - lower)
    return np.where(np.abs(multipliers) > np.abs(gap), multipliers, 0.0)
