"""A HessianUpdateStrategy of SciPy, or one that follows its interface, as a Hessian model."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from sqp.arrays import Matrix, Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.dense import like
from sqp.hessian.pairs import pair_between


@final
@dataclass(frozen=True, eq=False)
class HostUpdate:
    """Asks a strategy for its matrix; each solve works on a copy, because NonlinearConstraint's default is shared.

    Parameters
    ----------
    strategy : scipy.optimize.HessianUpdateStrategy
        With ``initialize(n, "hess")``, ``update(delta_x, delta_grad)`` and ``get_matrix()``.

    Examples
    --------
    >>> import sqp
    >>> from scipy.optimize import BFGS
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=HostUpdate(BFGS()))["x"], 6)
    1.0
    """

    strategy: Any

    def start(self, evaluator: Evaluator) -> HostUpdateRun:
        strategy = copy.deepcopy(self.strategy)
        strategy.initialize(evaluator.n, "hess")
        return HostUpdateRun(strategy)


@final
class HostUpdateRun:
    """One strategy during one solve."""

    def __init__(self, strategy: Any) -> None:
        self._strategy = strategy

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return like(np.array(self._strategy.get_matrix(), dtype=np.float64), at.jac)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is not None and pair.w.any():
            self._strategy.update(pair.s, pair.w)
