"""Limited-memory SR1 in compact form: possibly indefinite, a multiple of the identity plus a matrix of low rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.pairs import pair_between
from sqp.hessian.recent import Dense, RecentPairs
from sqp.hessian.sr1 import first_scale
from sqp.linalg.low_rank import LowRank
from sqp.memory import Memory
from sqp.settings import real_between, whole_number

#: Smallest eigenvalue of the scaled inner matrix that still counts as one.
_REGULAR = 1e-11


@final
@dataclass(frozen=True, kw_only=True)
class LSR1:
    """The SR1 matrix of the last few pairs; nothing of size n by n is formed.

    Parameters
    ----------
    memory : int
        Number of pairs; at least 1.
    least : float
        A pair is skipped if |s'(w - Hs)| is less than this fraction of |s| |w - Hs|; in (0, 1).

    References
    ----------
    Byrd, Nocedal, Schnabel, "Representations of quasi-Newton matrices and their use in limited memory methods",
    Math. Programming 63 (1994), Theorem 5.1 (compact form).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=LSR1())["x"], 6)
    1.0
    """

    memory: int = 10
    least: float = 1e-8

    def __post_init__(self) -> None:
        whole_number("LSR1.memory", self.memory, least=1)
        real_between("LSR1.least", self.least, 0, 1)

    def start(self, evaluator: Evaluator) -> LSR1Run:
        return LSR1Run(self, evaluator.n)


@final
class LSR1Run:
    """The pairs of one solve."""

    def __init__(self, settings: LSR1, n: int) -> None:
        self._settings = settings
        self._recent = RecentPairs(n, settings.memory)
        self._hess = LowRank(n, 1.0, np.zeros((n, 0)), np.zeros((0, 0)), settings.memory)

    def matrix(self, at: Linearization, y: Vector) -> LowRank:
        return self._hess

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is None:
            return
        error = pair.w - self._hess @ pair.s
        size = float(np.linalg.norm(pair.s) * np.linalg.norm(error))
        if self._recent.count and abs(float(pair.s @ error)) <= self._settings.least * size:
            return
        self._recent.add(pair)
        self._rebuild(first_scale(pair) if pair.curvature > 0.0 else self._hess.delta)

    def _rebuild(self, delta: float) -> None:
        """The matrix of the pairs from delta I, without the oldest ones if it does not exist with them."""
        self._hess = compact(self._recent, delta, self._settings.memory)
        while not _is_regular(self._hess.N):
            self._recent.forget_oldest()
            self._hess = compact(self._recent, delta, self._settings.memory)

    def memory(self) -> Memory:
        return {"S": self._recent.S.copy(), "W": self._recent.W.copy(), "delta": np.array(self._hess.delta)}

    def recall(self, memory: Memory) -> None:
        self._recent.set(memory["S"], memory["W"])
        self._rebuild(float(memory["delta"]))


def compact(recent: RecentPairs, delta: float, rank: int) -> LowRank:
    """The SR1 matrix of the pairs, from delta I: B = delta I + E (D + L + L' - delta S'S)^-1 E', E = W - delta S."""
    L = np.tril(recent.SW, -1)
    inner = np.diag(recent.SW.diagonal()) + L + L.T - delta * recent.SS
    return LowRank(recent.S.shape[0], delta, recent.W - delta * recent.S, inner, rank)


def _is_regular(N: Dense) -> bool:
    """Whether no eigenvalue of the symmetric matrix vanishes, its rows scaled to a largest entry of one."""
    largest = np.abs(N).max(axis=0, initial=0.0)
    if not largest.all():
        return False
    scale = 1.0 / np.sqrt(largest)
    sizes = np.abs(np.linalg.eigvalsh(scale[:, None] * N * scale))
    return bool(sizes.min(initial=np.inf) > _REGULAR)
