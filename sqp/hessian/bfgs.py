"""Damped BFGS: a positive definite approximation from first derivatives alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.settings import real_between


@final
@dataclass(frozen=True, kw_only=True)
class BFGS:
    """Powell's damped BFGS update of a dense n by n matrix.

    Parameters
    ----------
    damping : float
        The curvature s'w is raised to at least this fraction of s'Hs; in (0, 1).

    References
    ----------
    Nocedal, Wright (2006), Procedure 18.2 (damping) and eq. (6.20) (first scaling).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=BFGS())["x"], 6)
    1.0
    """

    damping: float = 0.2

    def __post_init__(self) -> None:
        real_between("BFGS.damping", self.damping, 0, 1)

    def start(self, evaluator: Evaluator) -> BFGSRun:
        return BFGSRun(self, evaluator.n)


@final
class BFGSRun:
    """The matrix of one solve; the identity until the first pair, which sets its scale."""

    def __init__(self, settings: BFGS, n: int) -> None:
        self._settings = settings
        self._hess: NDArray[np.float64] = np.eye(n)
        self._fresh = True

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return _with_full_pattern(self._hess) if is_sparse(at.jac) else self._hess

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        s = new.values.x - old.values.x
        w = (new.grad + new.jac.T @ y) - (old.grad + old.jac.T @ y)
        length = float(s @ s)
        if length <= 0.0 or not np.isfinite(w).all():
            return
        sw = float(s @ w)
        if self._fresh and sw > 1e-8 * length:
            self._hess = np.eye(s.size) * min(1e6, max(1e-6, float(w @ w) / sw))
        self._fresh = False
        hs = self._hess @ s
        shs = float(s @ hs)
        if sw < self._settings.damping * shs:
            theta = (1.0 - self._settings.damping) * shs / (shs - sw)
            w = theta * w + (1.0 - theta) * hs
            sw = float(s @ w)
        self._hess = self._hess - np.outer(hs, hs) / shs + np.outer(w, w) / sw


def _with_full_pattern(matrix: NDArray[np.float64]) -> sparse.csc_array:
    """Every entry stored, zero or not: the pattern must not change during a solve."""
    n = matrix.shape[0]
    indices = np.tile(np.arange(n, dtype=np.int64), n)
    indptr = n * np.arange(n + 1, dtype=np.int64)
    return sparse.csc_array((matrix.ravel(order="F"), indices, indptr), shape=(n, n))
