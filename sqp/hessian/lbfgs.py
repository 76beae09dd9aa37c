"""Limited-memory BFGS in compact form: a multiple of the identity plus a matrix of low rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.pairs import pair_between
from sqp.hessian.recent import RecentPairs
from sqp.linalg.low_rank import LowRank
from sqp.memory import Memory
from sqp.settings import real_between, whole_number

_SMALLEST, _LARGEST = 1e-8, 1e8


@final
@dataclass(frozen=True, kw_only=True)
class LBFGS:
    """The BFGS matrix of the last few pairs, always positive definite; nothing of size n by n is formed.

    Parameters
    ----------
    memory : int
        Number of pairs; at least 1.
    damping : float
        The curvature s'w is raised to at least this fraction of s'Hs; in (0, 1).

    References
    ----------
    Byrd, Nocedal, Schnabel, "Representations of quasi-Newton matrices and their use in limited memory methods",
    Math. Programming 63 (1994), Theorem 2.3 (compact form).  Nocedal, Wright (2006), Procedure 18.2 (damping).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=LBFGS(memory=5))["x"], 6)
    1.0
    """

    memory: int = 10
    damping: float = 0.2

    def __post_init__(self) -> None:
        whole_number("LBFGS.memory", self.memory, least=1)
        real_between("LBFGS.damping", self.damping, 0, 1)

    def start(self, evaluator: Evaluator) -> LBFGSRun:
        return LBFGSRun(self, evaluator.n)


@final
class LBFGSRun:
    """The pairs of one solve."""

    def __init__(self, settings: LBFGS, n: int) -> None:
        self._settings = settings
        self._recent = RecentPairs(n, settings.memory)
        self._hess = LowRank(n, 1.0, np.zeros((n, 0)), np.zeros((0, 0)), 2 * settings.memory)

    def matrix(self, at: Linearization, y: Vector) -> LowRank:
        return self._hess

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is None:
            return
        delta, length = self._hess.delta, float(pair.s @ pair.s)
        if pair.curvature > 0.0:
            delta = min(_LARGEST, max(_SMALLEST, pair.curvature / length))
        pair = pair.damped(self._hess @ pair.s, self._settings.damping)
        self._recent.add(pair)
        self._hess = compact(self._recent, delta, 2 * self._settings.memory)

    def memory(self) -> Memory:
        return {"S": self._recent.S.copy(), "W": self._recent.W.copy(), "delta": np.array(self._hess.delta)}

    def recall(self, memory: Memory) -> None:
        self._recent.set(memory["S"], memory["W"])
        self._hess = compact(self._recent, float(memory["delta"]), 2 * self._settings.memory)


def compact(recent: RecentPairs, delta: float, rank: int) -> LowRank:
    """The BFGS matrix of the pairs, from delta I.

    B = delta I - [delta S  W] [ delta S'S   L ]^-1 [delta S'],   L the strictly lower triangle of S'W, D its
                               [ L'         -D ]    [ W'     ]    diagonal
    """
    L = np.tril(recent.SW, -1)
    inner = np.block([[delta * recent.SS, L], [L.T, -np.diag(recent.SW.diagonal())]])
    return LowRank(recent.S.shape[0], delta, np.hstack((delta * recent.S, recent.W)), -inner, rank)
