"""Levenberg-Marquardt: Gauss-Newton with a damping that follows how well the model predicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import Matrix, Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.gauss_newton import GaussNewtonRun, lifted
from sqp.memory import Memory
from sqp.settings import positive_real, real_above

#: Damping below this fraction has no effect on a step and is left out.
_NONE = 1e-12
#: Smallest scale of a variable, relative to the largest.
_SMALLEST = 1e-12


@final
@dataclass(frozen=True, kw_only=True)
class LevenbergMarquardt:
    """H = 2 J'J + damping D with D the largest diagonal of 2 J'J so far, which makes it independent of units.

    Parameters
    ----------
    damping : float
        At the start; positive.
    growth : float
        Factor by which a step that the model predicted badly raises it; more than 1.

    References
    ----------
    Moré, "The Levenberg-Marquardt algorithm: implementation and theory", Lecture Notes in Mathematics 630 (1978),
    Section 6 (the scaling D).  Nielsen, "Damping parameter in Marquardt's method", report IMM-REP-1999-05, eq. (2.4)
    (how the damping changes).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize_sum_of_squares(sqp.stack([1 - x, 10 * (y - x**2)]))
    >>> round(m.solve(hessian=LevenbergMarquardt())["x"], 6)
    1.0
    """

    damping: float = 1e-3
    growth: float = 2.0

    def __post_init__(self) -> None:
        positive_real("LevenbergMarquardt.damping", self.damping)
        real_above("LevenbergMarquardt.growth", self.growth, 1)

    def start(self, evaluator: Evaluator) -> LevenbergMarquardtRun:
        return LevenbergMarquardtRun(self, evaluator)


@final
class LevenbergMarquardtRun:
    """The damping of one solve and the scales of its variables."""

    def __init__(self, settings: LevenbergMarquardt, evaluator: Evaluator) -> None:
        self._settings = settings
        self._gauss_newton = GaussNewtonRun(evaluator, "LevenbergMarquardt()")
        self._damping = settings.damping
        self._scales = np.zeros(evaluator.n)
        self._hess: Matrix | None = None

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        self._hess = self._gauss_newton.matrix(at, y)
        self._scales = np.maximum(self._scales, self._hess.diagonal())
        least = _SMALLEST * float(self._scales.max(initial=0.0))
        lift = (self._damping if self._damping > _NONE else 0.0) * np.maximum(self._scales, least or 1.0)
        return lifted(self._hess, lift)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """Compare the decrease of the sum of squares along the step with that of 2 J'J at its beginning."""
        if self._hess is None:
            return
        s = new.values.x - old.values.x
        predicted = -float(old.grad @ s) - 0.5 * float(s @ (self._hess @ s))
        actual = old.values.f - new.values.f
        size = max(abs(predicted), abs(actual), 1e-300)
        agreement = 1.0 - abs(actual - predicted) / size
        if agreement > 0.25:
            self._damping *= max(0.1, 1.0 - (2.0 * agreement - 1.0) ** 3)
        else:
            self._damping *= self._settings.growth

    def memory(self) -> Memory:
        return {"damping": np.array(self._damping), "scales": self._scales.copy()}

    def recall(self, memory: Memory) -> None:
        self._damping, self._scales = float(memory["damping"]), memory["scales"]
