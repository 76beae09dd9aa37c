"""SR1: the symmetric rank-one update, which may become indefinite like the Hessian that it approximates."""

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

_SMALLEST = 1e-6


@final
@dataclass(frozen=True, kw_only=True)
class SR1:
    """The symmetric rank-one update of a dense n by n matrix.

    The matrix may be indefinite; the QP room makes it convex where the step can go.

    Parameters
    ----------
    least : float
        An update is skipped if |s'(w - Hs)| is less than this fraction of |s| |w - Hs|; in (0, 1).

    References
    ----------
    Nocedal, Wright (2006), eqs. (6.24) (update) and (6.26) (skipping).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=SR1())["x"], 6)
    1.0
    """

    least: float = 1e-8

    def __post_init__(self) -> None:
        real_between("SR1.least", self.least, 0, 1)

    def start(self, evaluator: Evaluator) -> SR1Run:
        return SR1Run(self, evaluator.n)


@final
class SR1Run:
    """The matrix of one solve; the identity until the first pair, which may lower it."""

    def __init__(self, settings: SR1, n: int) -> None:
        self._settings = settings
        self._hess: NDArray[np.float64] = np.eye(n)
        self._fresh = True

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return like(self._hess, at.jac)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is None:
            return
        s, w = pair.s, pair.w
        if self._fresh:
            self._fresh = False
            self._hess = first_scale(pair) * self._hess
        error = w - self._hess @ s
        denominator = float(s @ error)
        if abs(denominator) > self._settings.least * float(np.linalg.norm(s) * np.linalg.norm(error)):
            self._hess = self._hess + np.outer(error, error) / denominator

    def memory(self) -> Memory:
        return {"hess": self._hess.copy(), "fresh": np.array(self._fresh)}

    def recall(self, memory: Memory) -> None:
        self._hess, self._fresh = memory["hess"], bool(memory["fresh"])


def first_scale(pair: Pair) -> float:
    """Half the curvature along the step, at most 1: an update from below is a positive one."""
    return min(1.0, max(_SMALLEST, 0.5 * abs(pair.curvature) / float(pair.s @ pair.s)))
