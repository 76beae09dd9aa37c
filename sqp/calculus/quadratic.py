"""The quadratic model of a function at a point: f(x) + f'(x)[d] + 1/2 f''(x)[d, d]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from sqp.arrays import Matrix, Vector, as_dense
from sqp.calculus.minimum import ModelMinimum, minimum
from sqp.calculus.space import Space
from sqp.linalg.operators import SymmetricOperator, stored


@final
@dataclass(frozen=True, eq=False)
class QuadraticModel:
    """m(d) = f(x) + g'd + 1/2 d'H d, with an error of o(|d|^2) if g and H are the derivatives of f at x.

    Each SQP subproblem holds one of them: there H belongs to the Lagrangian, and the model is minimised subject to
    the linearised constraints.  :func:`sqp.quadratic_model` makes one of any scalar function.

    Parameters
    ----------
    value : float
        f(x).
    gradient : (n,) array
        g, the coordinates of f'(x).
    hess : (n, n) array, csc_array or SymmetricOperator
        H, the coordinates of f''(x).
    space : Space, optional
        Where d lives; by default it is a vector of length n.

    Examples
    --------
    >>> model = QuadraticModel(1.0, np.array([-2.0, 0.0]), np.diag([2.0, 4.0]))
    >>> model(np.array([1.0, 1.0]))
    2.0
    >>> model.decrease(np.array([1.0, 0.0]))
    1.0
    >>> model.minimize().d
    array([1., 0.])
    """

    value: float
    gradient: Vector
    hess: Matrix | SymmetricOperator
    space: Space | None = None

    def __call__(self, d: Any) -> float:
        """The model at x + d; ``d`` is shaped like x."""
        v = self._coordinates(d)
        return self.value + self.slope(v) + 0.5 * self.curvature(v)

    def slope(self, d: Vector) -> float:
        """f'(x)[d] = g'd, for (n,) coordinates d."""
        return float(self.gradient @ d)

    def curvature(self, d: Vector) -> float:
        """f''(x)[d, d] = d'H d, for (n,) coordinates d."""
        return float(d @ (self.hess @ d))

    def decrease(self, d: Any) -> float:
        """How much lower the model is at x + d than at x; ``d`` is shaped like x."""
        v = self._coordinates(d)
        return -self.slope(v) - 0.5 * self.curvature(v)

    def minimize(self, radius: float = np.inf) -> ModelMinimum:
        """The lowest point of the model, or of the model on the ball |d| <= radius.

        Without a radius, and if H is positive definite, that is the Newton step -H^-1 g.  If H is not, the model may
        have no lowest point; the answer then says so and holds a direction along which it falls without limit.

        Parameters
        ----------
        radius : float
            Euclidean length that d may have, positive.

        Raises
        ------
        OptionError
            If the radius is not positive, or if only products with H are known.
        EvaluationError
            If g or H is not finite.
        """
        H = stored(self.hess)
        found = minimum(self.gradient, as_dense(H), radius)
        return found if self.space is None else found.shaped(self.space)

    def _coordinates(self, d: Any) -> Vector:
        return d if self.space is None else self.space.vec(d, "d")
