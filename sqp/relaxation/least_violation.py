"""Relax an inconsistent QP by as little as possible.

First the rows are met as well as the box allows; then the row bounds are widened to what was reached.  The widened QP
is consistent, needs no penalty parameter, and equals the original one wherever that is consistent.

How well is measured in the l1 norm, which leaves as many rows as possible as they are, or by the sum of squares, which
spreads the violation evenly: along a horizon that gives much shorter steps, and the problem is easier to solve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse, norm_one
from sqp.bounds import Bounds
from sqp.qp.program import QPSolution, QuadraticProgram

#: Weight of |d|^2/2 against the l1 violation: small enough to be exact, large enough to keep d bounded.
PROXIMITY = 1e-6


@dataclass(frozen=True, eq=False)
class Feasibility:
    """The QP in (d, p, s) that minimises the violation: A d - p + s within the rows, p, s >= 0.

    ``above`` and ``below`` are the rows that have a p (finite upper bound) and an s (finite lower bound).
    """

    program: QuadraticProgram
    above: np.ndarray
    below: np.ndarray

    def violation(self, values: Vector) -> float:
        """The l1 norm of the slacks of a solution."""
        slacks = values[values.size - self.above.size - self.below.size :]
        return norm_one(np.maximum(slacks, 0.0))


def relax(qp: QuadraticProgram, *, squares: bool = False) -> Feasibility:
    """The feasibility problem of ``qp`` in the l1 norm or in the l2 norm; always consistent if the box is."""
    above = np.flatnonzero(qp.rows.upper < np.inf)
    below = np.flatnonzero(qp.rows.lower > -np.inf)
    n, slacks = qp.q.size, above.size + below.size
    weight = np.full(n + slacks, PROXIMITY)
    q = np.zeros(n + slacks)
    if squares:
        weight[n:] = 1.0
    else:
        q[n:] = 1.0
    zeros, infinite = np.zeros(slacks), np.full(slacks, np.inf)
    box = Bounds.trusted(np.concatenate((qp.box.lower, zeros)), np.concatenate((qp.box.upper, infinite)))
    columns = _slack_columns(qp.rows.size, above, below)
    P: Matrix
    A: Matrix
    if is_sparse(qp.A):
        P = sparse.csc_array(sparse.diags_array(weight, format="csc"))
        A = sparse.csc_array(sparse.hstack([qp.A, columns], format="csc"))
    else:
        P = np.diag(weight)
        A = np.hstack([qp.A, columns.toarray()])
    return Feasibility(QuadraticProgram(P, q, A, qp.rows, box), above, below)


def widen(qp: QuadraticProgram, feasibility: Feasibility, solution: QPSolution) -> QuadraticProgram:
    """``qp`` with its row bounds moved out to the least violation that was found."""
    _, p, s = split(feasibility, solution.d, qp.q.size)
    lower, upper = qp.rows.lower.copy(), qp.rows.upper.copy()
    upper[feasibility.above] += p
    lower[feasibility.below] -= s
    return replace(qp, rows=Bounds.trusted(lower, upper))


def split(feasibility: Feasibility, values: Vector, n: int) -> tuple[Vector, Vector, Vector]:
    """The parts (d, p, s) of a solution of the feasibility problem; slacks are clipped at 0."""
    k = n + feasibility.above.size
    return values[:n], np.maximum(values[n:k], 0.0), np.maximum(values[k:], 0.0)


def _slack_columns(m: int, above: np.ndarray, below: np.ndarray) -> sparse.csc_array:
    count = above.size + below.size
    data = np.concatenate((-np.ones(above.size), np.ones(below.size)))
    rows = np.concatenate((above, below))
    return sparse.csc_array((data, (rows, np.arange(count))), shape=(m, count))
