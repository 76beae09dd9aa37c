"""Where a quadratic function is lowest, everywhere or on a ball, and whether it has a lowest point at all.

References
----------
J. Nocedal, S. J. Wright (2006), Numerical Optimization, 2nd ed.: Theorem 4.1 (characterisation of the minimum on a
    ball), Section 4.3 (the equation for the shift, the hard case).

J. J. Moré, D. C. Sorensen (1983), Computing a trust region step, SIAM J. Sci. Stat. Comput. 4, 553-572.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from sqp.arrays import Vector
from sqp.calculus.space import Space
from sqp.errors import EvaluationError
from sqp.settings import real_above

#: Eigenvalues up to this size, relative to the largest, count as zero.
_ZERO = 1e-14
_ROUNDING = float(np.finfo(np.float64).eps)


class ModelEnd(Enum):
    """What the lowest point of a quadratic model is."""

    NEWTON_STEP = "the minimum of the model; H is positive definite there"
    FLAT = "a minimum of the model among many: H is singular along directions in which the model is flat"
    BOUNDARY = "the minimum of the model on the ball; it lies on the boundary"
    UNBOUNDED = "the model is unbounded below: it falls without limit along d; give a radius, or convexify H"


@dataclass(frozen=True, eq=False)
class ModelMinimum:
    """The answer to the question where a quadratic model is lowest.

    Attributes
    ----------
    end : ModelEnd
    d : array
        The step, shaped like x; if the model is unbounded below, a direction of unit length along which it falls.
    decrease : float
        How much lower the model is at x + d than at x; infinite if it is unbounded below.
    shift : float
        The multiplier of the ball: (H + shift I) d = -g.

    Examples
    --------
    >>> answer = minimum(np.array([1.0, 0.5]), np.diag([1.0, -1.0]))
    >>> answer.end.name, answer.bounded, answer.d
    ('UNBOUNDED', False, array([ 0., -1.]))
    """

    end: ModelEnd
    d: Any
    decrease: float
    shift: float = 0.0

    @property
    def bounded(self) -> bool:
        """Whether ``d`` is a minimum."""
        return self.end is not ModelEnd.UNBOUNDED

    def shaped(self, space: Space) -> ModelMinimum:
        """The same answer with a step that is an element of the space."""
        return replace(self, d=space.element(self.d))


def minimum(g: Vector, H: NDArray[np.float64], radius: float = np.inf) -> ModelMinimum:
    """The minimum of g'd + 1/2 d'H d over |d| <= radius, from the eigenvalues of H.

    Raises
    ------
    OptionError
        If the radius is not positive.
    EvaluationError
        If g or H is not finite.

    Examples
    --------
    >>> minimum(np.array([2.0, -4.0]), 2 * np.eye(2)).d
    array([-1.,  2.])
    >>> round(minimum(np.array([3.0, 4.0]), np.zeros((2, 2)), radius=1.0).decrease, 12)
    5.0
    """
    real_above("radius", radius, 0.0)
    for name, values in (("gradient", g), ("Hessian", H)):
        if not np.isfinite(values).all():
            raise EvaluationError(f"the {name} of the model is not finite", function="model")
    eigenvalues, vectors = linalg.eigh(H)
    slopes = vectors.T @ g
    zero = _ZERO * float(np.abs(eigenvalues).max(initial=0.0))
    if not g.size or eigenvalues[0] > zero:
        inside, end = -slopes / eigenvalues, ModelEnd.NEWTON_STEP
    else:
        inside, end = _on_flat_directions(slopes, eigenvalues, zero, float(np.linalg.norm(g)))
    if end is ModelEnd.UNBOUNDED and radius == np.inf:
        return ModelMinimum(end, vectors @ inside, np.inf)
    if end is not ModelEnd.UNBOUNDED and np.linalg.norm(inside) <= radius:
        return ModelMinimum(end, vectors @ inside, _decrease(slopes, eigenvalues, inside))
    shift, step = _on_the_boundary(slopes, eigenvalues, radius)
    return ModelMinimum(ModelEnd.BOUNDARY, vectors @ step, _decrease(slopes, eigenvalues, step), shift)


def _decrease(slopes: Vector, eigenvalues: Vector, step: Vector) -> float:
    return float(-slopes @ step - 0.5 * eigenvalues @ step**2)


def _on_flat_directions(slopes: Vector, eigenvalues: Vector, zero: float, size: float) -> tuple[Vector, ModelEnd]:
    """The shortest minimum where H is positive semidefinite, or a direction in which the model falls for ever."""
    if eigenvalues[0] < -zero:
        ray = np.zeros_like(slopes)
        ray[0] = 1.0 if slopes[0] <= 0.0 else -1.0
        return ray, ModelEnd.UNBOUNDED
    flat = eigenvalues <= zero
    falling = np.where(flat, slopes, 0.0)
    steepness = float(np.linalg.norm(falling))
    if steepness > slopes.size * _ROUNDING * size:
        return -falling / steepness, ModelEnd.UNBOUNDED
    return np.where(flat, 0.0, -slopes / np.where(flat, 1.0, eigenvalues)), ModelEnd.FLAT


def _on_the_boundary(slopes: Vector, eigenvalues: Vector, radius: float) -> tuple[float, Vector]:
    """The shift s >= max(0, -lowest eigenvalue) with |(H + s I)^-1 g| = radius, and the step.

    Solved in the form 1/radius = 1/|d(s)|, which is nearly linear in s: Nocedal, Wright (2006), eq. (4.39).  In the
    hard case g has no component along the lowest eigenvector, no s solves the equation, and a multiple of that vector
    fills the step up to the radius.
    """
    least = max(0.0, -float(eigenvalues[0]))
    spread = float(eigenvalues[-1] - eigenvalues[0])
    size = float(np.linalg.norm(slopes))

    def step(shift: float) -> Vector:
        return -slopes / (eigenvalues + shift)

    def excess(shift: float) -> float:
        return 1.0 / radius - 1.0 / float(np.linalg.norm(step(shift)))

    low = least + _ROUNDING * max(least, spread, size / radius)
    high = low + size / radius + least + spread
    if size > 0.0 and excess(low) > 0.0 > excess(high):
        from scipy import optimize

        shift = float(optimize.brentq(excess, low, high, xtol=_ROUNDING * low, rtol=4 * _ROUNDING))
        return shift, step(shift)
    singular = eigenvalues + least <= low - least
    d = np.where(singular, 0.0, -slopes / np.where(singular, 1.0, eigenvalues + least))
    d[0] = np.sqrt(max(0.0, radius**2 - float(d @ d)))
    return least, d
