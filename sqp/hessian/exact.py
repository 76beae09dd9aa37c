"""The exact Hessian of the Lagrangian, from the problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from sqp.arrays import Matrix, Vector
from sqp.errors import OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.model.problem import HasHessian, provides


@final
@dataclass(frozen=True)
class Exact:
    """H = second derivative of f + y'c, as the problem supplies it; indefinite where the problem is not convex.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(hessian=Exact())["x"], 6)
    1.0
    """

    def start(self, evaluator: Evaluator) -> ExactRun:
        if not provides(evaluator.problem, HasHessian):
            raise OptionError("hessian=Exact() needs a problem with lagrangian_hessian; choose BFGS() instead")
        return ExactRun(evaluator)


@final
class ExactRun:
    """Asks the problem each time."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return self._evaluator.hessian(at.values.x, y)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """Nothing to remember."""
