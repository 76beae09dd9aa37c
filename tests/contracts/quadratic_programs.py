"""Quadratic programs to hold the QP backends to, and the judges of their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from sqp.bounds import Bounds
from sqp.linalg.operators import SymmetricOperator
from sqp.qp.program import QPSolution, QuadraticProgram

Array = NDArray[np.float64]
INF = np.inf


def program(P: Any, q: Any, A: Any = None, rows: Any = ((), ()), box: Any = None) -> QuadraticProgram:
    """A dense QP from lists."""
    n = len(q)
    matrix = np.zeros((0, n)) if A is None else np.array(A, dtype=float)
    limits = Bounds.free(n) if box is None else Bounds(*box)
    return QuadraticProgram(np.array(P, dtype=float), np.array(q, dtype=float), matrix, Bounds(*rows), limits)


@st.composite
def feasible_programs(draw: st.DrawFn, *, indefinite: bool = False) -> QuadraticProgram:
    """Programs with a known feasible point: equalities, redundant and degenerate rows, fixed and free variables.

    P is positive definite unless ``indefinite``; then the box is finite, so that a solution exists.
    """
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, 8))
    m = draw(st.integers(0, 8))
    equalities = draw(st.integers(0, min(n - 1, m)))
    inside = random.normal(size=n)
    A = random.normal(size=(m, n)) * 10.0 ** random.integers(-1, 2, size=(m, 1))
    kinds = random.integers(0, 4, size=m)  # lower, upper, both, touching the known point
    slack = random.exponential(size=(2, m))
    slack[:, kinds == 3] = 0.0
    low = np.where(kinds == 1, -INF, A @ inside - slack[0])
    up = np.where((kinds == 0) | (kinds == 3), INF, A @ inside + slack[1])
    low[:equalities] = up[:equalities] = (A @ inside)[:equalities]
    if m and draw(st.booleans()):  # a row twice, the second time in other units
        A, low, up = np.vstack([A, 2 * A[:1]]), np.append(low, 2 * low[0]), np.append(up, 2 * up[0])
    box = [inside - random.exponential(size=n), inside + random.exponential(size=n)]
    if not indefinite:
        box[0][random.random(n) < 0.3], box[1][random.random(n) < 0.3] = -INF, INF
    if n > 1 and draw(st.booleans()):
        box[0][-1] = box[1][-1] = inside[-1]
    root = random.normal(size=(n, n))
    sizes = random.uniform(-1, 1, size=n) if indefinite else random.uniform(0.1, 1, size=n)
    P = root @ np.diag(sizes) @ root.T + (0 if indefinite else 0.1) * np.eye(n)
    return program((P + P.T) / 2, 10 * random.normal(size=n), A, (low, up), box)


def as_sparse(qp: QuadraticProgram) -> QuadraticProgram:
    """The same program with matrices in compressed sparse column form, explicit zeros included."""
    return replace(qp, P=_full_pattern(qp.P), A=_full_pattern(qp.A))


def by_products(qp: QuadraticProgram) -> QuadraticProgram:
    """The same program with a P that gives products only."""
    return replace(qp, P=Products(np.asarray(qp.P)))


class Products(SymmetricOperator):
    """A matrix that hides its entries."""

    def __init__(self, matrix: Array) -> None:
        self.n, self._matrix = matrix.shape[0], matrix

    def product(self, v: Array) -> Array:
        return self._matrix @ v

    def diagonal(self) -> Array:
        return np.maximum(np.abs(self._matrix.diagonal()), 1e-3)


def _full_pattern(matrix: Any) -> sparse.csc_array:
    rows, columns = matrix.shape
    values = np.asarray(matrix).ravel(order="F")
    indices, indptr = np.tile(np.arange(rows), columns), rows * np.arange(columns + 1)
    return sparse.csc_array((values, indices, indptr), shape=matrix.shape)


def residual(qp: QuadraticProgram, solution: QPSolution) -> float:
    """Worst violation of the optimality conditions of the corrected QP, relative to the size of its terms.

    A backend may replace P by P + E with 0 <= E <= shift I.  What stationarity lacks without E, -(Pd + q + A'y + z),
    must then be Ed, and all such Ed together are the ball around (shift/2) d with the radius (shift/2) |d|.
    """
    d, y, z = solution.d, solution.y, solution.z
    lacking = -(qp.P @ d + qp.q + qp.A.T @ y + z)
    half = solution.shift / 2 * d
    stationarity = max(0.0, float(np.linalg.norm(lacking - half) - np.linalg.norm(half)))
    size = max(1.0, *(float(np.abs(part).max(initial=0)) for part in (qp.q, y, z)))
    values = np.concatenate([qp.A @ d, d])
    low = np.concatenate([qp.rows.lower, qp.box.lower])
    up = np.concatenate([qp.rows.upper, qp.box.upper])
    multipliers = np.concatenate([y, z])
    unit = 1 + np.abs(values)
    violation = np.maximum(np.maximum(low - values, values - up), 0) / unit
    gap = np.where(multipliers > 0, up - values, values - low) / unit
    slackness = np.minimum(np.abs(gap), np.abs(multipliers) / size)
    return max(stationarity / size, float(violation.max(initial=0)), float(slackness.max(initial=0)))


def objective(qp: QuadraticProgram, d: Array) -> float:
    return float(0.5 * d @ (qp.P @ d) + qp.q @ d)


def referee(qp: QuadraticProgram) -> float:
    """The optimal value of a convex QP by CVXPY and Clarabel: +inf if infeasible, -inf if unbounded."""
    import cvxpy as cp

    d = cp.Variable(qp.q.size)
    restrictions: list[Any] = []
    for expression, bounds in ((qp.A @ d if qp.rows.size else None, qp.rows), (d, qp.box)):
        for limit, sign in ((bounds.lower, -1), (bounds.upper, 1)):
            finite = np.flatnonzero(np.isfinite(limit))
            if finite.size and expression is not None:
                restrictions.append(sign * expression[finite] <= sign * limit[finite])
    problem = cp.Problem(cp.Minimize(0.5 * cp.quad_form(d, cp.psd_wrap(qp.P)) + qp.q @ d), restrictions)
    problem.solve(solver=cp.CLARABEL)
    value: Any = problem.value
    return float(value)
