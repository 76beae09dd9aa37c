"""Restoration: a nonlinear program of its own that looks for the nearest point with the least violation.

    minimise  sum p + sum s + weight/2 |D (x - x_r)|^2      or, squared,  |p|^2/2 + |s|^2/2 + ...
    subject to  cl <= c(x) - p + s <= cu,   xl <= x <= xu,   p, s >= 0

with D = diag(1 / max(1, |x_r|)).  It is feasible from the first iterate, its linearisations are always consistent,
and where its solution keeps a positive violation its multipliers certify that the original problem is infeasible
near there: J'y + z = 0 with |y| <= 1.  The squared violation has other minima, and so it shows a way out of some of
those of the sum.
"""

from __future__ import annotations

from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.bounds import Bounds
from sqp.evaluation.evaluator import Evaluator
from sqp.model.scaling import Scales


@final
class LeastViolation:
    """The restoration problem at a reference point; satisfies the ``Problem`` protocol.

    Parameters
    ----------
    evaluator : Evaluator
        Evaluations are asked of it, so that they are counted; the objective is never evaluated.
    reference : (n,)
        The point x_r near which to stay.
    c : (m,)
        Constraint values there.
    weight : float
        Weight of the distance; small.
    squared : bool
        Whether the squares of the violations are summed up.
    """

    def __init__(
        self, evaluator: Evaluator, reference: Vector, c: Vector, weight: float, *, squared: bool = False
    ) -> None:
        self._evaluator = evaluator
        self._squared = squared
        rows = evaluator.problem.constraint_bounds
        box = evaluator.problem.variable_bounds
        self._n, self._reference = evaluator.n, reference
        self._above = np.flatnonzero(rows.upper < np.inf)
        self._below = np.flatnonzero(rows.lower > -np.inf)
        self._pull = weight / np.maximum(1.0, np.abs(reference)) ** 2
        slacks = self._above.size + self._below.size
        self.variable_bounds = Bounds.trusted(
            np.concatenate((box.lower, np.zeros(slacks))), np.concatenate((box.upper, np.full(slacks, np.inf)))
        )
        self.constraint_bounds = rows
        p = np.maximum(0.0, c - rows.upper)[self._above]
        s = np.maximum(0.0, rows.lower - c)[self._below]
        self.start = np.concatenate((reference, p, s))
        self._slacks = sparse.csc_array(
            (
                np.concatenate((-np.ones(p.size), np.ones(s.size))),
                (np.concatenate((self._above, self._below)), np.arange(slacks)),
            ),
            shape=(rows.size, slacks),
        )

    def objective(self, v: Vector, /) -> float:
        offset, slacks = v[: self._n] - self._reference, v[self._n :]
        violation = 0.5 * slacks @ slacks if self._squared else slacks.sum()
        return float(violation + 0.5 * (self._pull * offset) @ offset)

    def gradient(self, v: Vector, /) -> Vector:
        offset = v[: self._n] - self._reference
        slacks = v[self._n :]
        return np.concatenate((self._pull * offset, slacks if self._squared else np.ones(slacks.size)))

    def constraints(self, v: Vector, /) -> Vector:
        return self._evaluator.constraints(v[: self._n]) + self._slacks @ v[self._n :]

    def jacobian(self, v: Vector, /) -> Matrix:
        jac = self._evaluator.jacobian(v[: self._n])
        if is_sparse(jac):
            return sparse.csc_array(sparse.hstack([jac, self._slacks], format="csc"))
        return np.hstack([jac, self._slacks.toarray()])

    def lagrangian_hessian(self, v: Vector, y: Vector, sigma: float, /) -> Matrix:
        hess = self._evaluator.hessian(v[: self._n], y, 0.0)
        k, index = v.size, np.arange(v.size if self._squared else self._n)
        diagonal = sigma * np.concatenate((self._pull, np.ones(index.size - self._n)))
        if is_sparse(hess):
            columns = np.repeat(np.arange(self._n), np.diff(hess.indptr))
            places = np.concatenate((hess.indices, index)), np.concatenate((columns, index))
            values = np.concatenate((hess.data, diagonal))
            return sparse.csc_array(sparse.coo_array((values, places), shape=(k, k)))  # keeps zeros: one pattern
        full = np.zeros((k, k))
        full[: self._n, : self._n] = hess
        full[index, index] += diagonal
        return full

    def part(self, v: Vector) -> Vector:
        """The x of (x, p, s)."""
        return v[: self._n]


def restoration_scales(problem: LeastViolation) -> Scales:
    """The restoration problem is solved in the units that it is stated in."""
    return Scales(1.0, np.ones(problem.constraint_bounds.size), np.ones(problem.variable_bounds.size))
