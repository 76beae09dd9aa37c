"""Damped, self-scaling BFGS: a positive definite approximation from first derivatives alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Matrix, Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.dense import like
from sqp.hessian.pairs import Pair, pair_between
from sqp.memory import Memory
from sqp.settings import real_between

#: One step may scale the matrix down to this fraction at most.
_LEAST_SCALE = 1e-3


@final
@dataclass(frozen=True, kw_only=True)
class BFGS:
    """Powell's damped BFGS update of a dense n by n matrix, the identity at first.

    Where a step found less curvature than the matrix has along it, the whole matrix is scaled down before the update:
    an overestimate, which BFGS corrects slowly, goes at once.

    Parameters
    ----------
    damping : float
        The curvature s'w is raised to at least this fraction of s'Hs; in (0, 1).

    References
    ----------
    Nocedal, Wright (2006), Procedure 18.2 (damping).  Al-Baali, "Global and superlinear convergence of a restricted
    class of self-scaling methods with inexact line searches, for convex functions", Comput. Optim. Appl. 9 (1998):
    the factor min(1, s'w / s'Hs).

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
    """The matrix of one solve."""

    def __init__(self, settings: BFGS, n: int) -> None:
        self._settings = settings
        self._hess: NDArray[np.float64] = np.eye(n)

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return like(self._hess, at.jac)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is not None:
            self._hess = updated(self._hess, pair, self._settings.damping)

    def memory(self) -> Memory:
        return {"hess": self._hess.copy()}

    def recall(self, memory: Memory) -> None:
        self._hess = memory["hess"]


def updated(hess: NDArray[np.float64], pair: Pair, damping: float) -> NDArray[np.float64]:
    """The positive definite matrix ``hess`` after a scaled and damped BFGS update."""
    s = pair.s
    hs = hess @ s
    shs = float(s @ hs)
    if not shs > 0.0:
        return hess
    sw = pair.curvature
    scale = min(1.0, max(_LEAST_SCALE, sw / shs)) if sw > 0.0 else 1.0
    hs, shs = scale * hs, scale * shs
    w = pair.damped(hs, damping).w
    return scale * hess - np.outer(hs, hs) / shs + np.outer(w, w) / float(s @ w)
