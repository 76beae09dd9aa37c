"""DAQP: a dual active-set method, the fastest exact backend for small dense QPs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

import daqp
import numpy as np

from sqp.arrays import Vector, as_dense, is_sparse
from sqp.qp.convex import Answer, ConvexSession, without
from sqp.qp.convexify import Convexifier
from sqp.qp.definite import definite
from sqp.qp.program import QPStatus, QuadraticProgram, WorkingSet
from sqp.settings import whole_number

_solve: Any = daqp.solve
_STATUS = {
    1: QPStatus.SOLVED,
    2: QPStatus.SOLVED,
    -1: QPStatus.INFEASIBLE,
    -3: QPStatus.UNBOUNDED,
    -4: QPStatus.INACCURATE,
}
_EQUALITY, _ACTIVE_UPPER, _ACTIVE_LOWER = 5, 1, 3
_INFINITY = 1e30
#: Violation up to which DAQP takes a row for met; its default of 1e-6 leaves out rows that are needed.
_PRIMAL_TOLERANCE = 1e-9
#: A sparse problem with more variables is refused, not made dense.
_LARGEST_SPARSE = 300


@final
@dataclass(frozen=True, kw_only=True)
class DAQP:
    """Dual active-set method for strictly convex dense QPs.

    Parameters
    ----------
    iterations : int
        Most active-set changes; at least 1.

    References
    ----------
    Arnström, Bemporad, Axehill, "A dual active-set solver for embedded quadratic programming using recursive LDL'
    updates", IEEE TAC 67 (2022).

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> from sqp.qp.program import QuadraticProgram
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = DAQP().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    iterations: int = 10_000

    def __post_init__(self) -> None:
        whole_number("DAQP.iterations", self.iterations, least=1)

    def start(self, convexify: Convexifier) -> DAQPSession:
        return DAQPSession(self, convexify)


@final
class DAQPSession(ConvexSession):
    """Calls DAQP afresh for each QP: its set-up is a Cholesky factorisation, there is nothing worth keeping."""

    name = "daqp"

    def __init__(self, settings: DAQP, convexify: Convexifier) -> None:
        super().__init__(convexify)
        self._settings = settings

    def _answer(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> Answer:
        n = qp.q.size
        if is_sparse(qp.A) and n > _LARGEST_SPARSE:
            return without(qp, QPStatus.FAILED)
        A = as_dense(qp.A)
        equal = qp.equality_rows
        P, weight = definite(as_dense(qp.stored), A[equal])
        upper = np.concatenate((qp.box.upper, qp.rows.upper)).clip(-_INFINITY, _INFINITY)
        lower = np.concatenate((qp.box.lower, qp.rows.lower)).clip(-_INFINITY, _INFINITY)
        sense = np.zeros(upper.size, dtype=np.int32)
        if guess is not None:
            sides = np.concatenate((guess.box, guess.rows))
            sense[sides > 0] = _ACTIVE_UPPER
            sense[sides < 0] = _ACTIVE_LOWER
        sense[upper == lower] = _EQUALITY
        rows = np.ascontiguousarray(A), upper, lower
        options: dict[str, Any] = {"iter_limit": self._settings.iterations, "primal_tol": _PRIMAL_TOLERANCE}
        d, _, flag, info = _solve(np.ascontiguousarray(P), np.ascontiguousarray(qp.q), *rows, sense.copy(), **options)
        status = _STATUS.get(int(flag), QPStatus.FAILED)
        if status is QPStatus.INFEASIBLE:  # with a nearly singular P the claim may be false: project 0 instead
            flag = _solve(np.eye(n), np.zeros(n), *rows, sense, **options)[2]
            status = _STATUS.get(int(flag), QPStatus.FAILED)
            status = status if status is QPStatus.INFEASIBLE else QPStatus.FAILED
        multipliers: Vector = np.array(info["lam"], dtype=np.float64)
        if weight:
            multipliers[n:][equal] += weight * (A[equal] @ d)
        return Answer(
            status,
            np.array(d, dtype=np.float64),
            multipliers[n:],
            multipliers[:n],
            int(info["iterations"]),
        )
