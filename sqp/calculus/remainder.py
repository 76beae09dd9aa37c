"""Taylor remainders along a line, how fast they fall with the step, and where noise ends the fall.

If J and B are the first and second derivative of phi at x, then for t -> 0

    |phi(x + t d) - phi(x) - t J d|                       falls like t^2,
    |phi(x + t d) - phi(x) - t J d - t^2/2 B[d, d]|       falls like t^3.

If J is wrong the first falls like t only, if B is wrong the second falls like t^2.  Below a level that the noise of phi
sets, neither says anything.

References
----------
J. J. Moré, S. M. Wild (2011), Estimating computational noise, SIAM J. Sci. Comput. 33, 1292-1314: noise from
    differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.calculus.check_subject import Subject
from sqp.calculus.space import Array
from sqp.model.noise import level

#: Step sizes, in units of the direction: four in a decade.
STEPS = 10.0 ** (-np.arange(41) / 4.0)

_ROUNDING = float(np.finfo(np.float64).eps)
#: Remainders count from this many times the noise on; slopes are taken over this many steps before it.
_ABOVE_NOISE = 20.0
_WINDOW = 6
_LEAST = 3
#: The smallest steps, at which a smooth function leaves nothing but noise.
_LAST = 8
#: Where noise is measured: points on the line, spacings between them, order of the differences.
_POINTS = 12
_SPACINGS = (1e-9, 1e-7, 1e-5, 1e-4)
_ORDER = 5


@dataclass(frozen=True, eq=False)
class Remainders:
    """Remainders of the expansions of first and second order of m functions along one direction.

    Attributes
    ----------
    first, second : (steps, m)
        Their sizes; ``second`` is NaN for functions whose second derivative is not claimed or not looked at.
    first_floor, second_floor : (steps, m)
        The level of noise.
    """

    first: Array
    second: Array
    first_floor: Array
    second_floor: Array

    def slopes(self) -> tuple[Vector, Vector]:
        """(m,) powers of the step with which the two remainders fall; NaN where they are noise from the start."""
        m = self.first.shape[1]
        first = [slope(STEPS, self.first[:, i], self.first_floor[:, i]) for i in range(m)]
        second = [slope(STEPS, self.second[:, i], self.second_floor[:, i]) for i in range(m)]
        return np.array(first), np.array(second)


def taylor_remainders(subject: Subject, d: Vector, functions: Sequence[int], accuracy: float) -> Remainders:
    """Remainders of all functions along d; of second order for some of them.

    Parameters
    ----------
    subject : Subject
    d : (n,)
        A direction as long as the longest step; x + d is inside the bounds.
    functions : sequence of int
        Those whose second derivatives are looked at.
    accuracy : float
        Relative error that the derivatives are allowed to have.
    """
    x, base = subject.x, subject.values_at_x
    t = STEPS[:, None]
    slopes = np.asarray(subject.first @ d)
    changes = np.array([subject.values(subject.bounds.project(x + step * d)) for step in STEPS]) - base
    first = changes - t * slopes
    curvatures = np.full(base.size, np.nan)
    if subject.has_second:
        curvatures[list(functions)] = subject.curvatures(d, functions)
    second = first - 0.5 * t**2 * curvatures
    size = np.abs(base) + np.asarray(abs(subject.first) @ np.abs(x))
    steepness = np.asarray(abs(subject.first) @ np.abs(d))
    floor = 4.0 * _noise(subject, d) + 4.0 * _ROUNDING * (size + t * steepness) + accuracy * t * steepness
    bend = t**2 * np.abs(curvatures)
    second_floor = floor + (4.0 * _ROUNDING + accuracy) * bend
    return Remainders(np.abs(first), np.abs(second), _raised(floor, first), _raised(second_floor, second))


def _raised(floor: Array, remainders: Array) -> Array:
    """The floor, but at least the level of the remainders at the smallest steps."""
    last = np.abs(remainders[-_LAST:])
    return np.fmax(floor, np.median(last, axis=0))


def slope(steps: Vector, remainder: Vector, floor: Vector) -> float:
    """The power of the step with which a remainder falls just before it reaches the noise; NaN if it never leaves it.

    >>> round(slope(STEPS, 3.0 * STEPS**2, np.full(STEPS.size, 1e-14)), 6)
    2.0
    """
    known = np.isfinite(remainder)
    above = known & (remainder > _ABOVE_NOISE * floor)
    noisy = known & ~above
    twice = np.flatnonzero(noisy[:-1] & noisy[1:])  # one alone may be a change of sign
    used = np.flatnonzero(above[: twice[0] if twice.size else above.size])[-_WINDOW:]
    if used.size < _LEAST:
        return float("nan")
    return float(np.polyfit(np.log(steps[used]), np.log(remainder[used]), 1)[0])


def direction(x: Vector, bounds: Bounds, rng: np.random.Generator) -> Vector:
    """(n,) a random direction, about as long as x in every variable, such that x + d is inside the bounds."""
    scale = np.where(x == 0.0, 1.0, np.maximum(np.abs(x), 1e-3)) * rng.uniform(0.5, 1.0, x.size)
    above, below = np.maximum(bounds.upper - x, 0.0), np.maximum(x - bounds.lower, 0.0)
    upward = rng.random(x.size) < 0.5
    upward = np.where(upward, (above >= scale) | (above >= below), (below < scale) & (above > below))
    return np.where(upward, np.minimum(scale, above), -np.minimum(scale, below))


def _noise(subject: Subject, d: Vector) -> Vector:
    """(m,) noise of the functions on points along d so close together that smooth functions are polynomials there.

    Differences of noise change their sign; those of a polynomial of higher order do not, and are no noise.
    """
    worst = np.zeros(subject.values_at_x.size)
    for spacing in _SPACINGS:
        points = [subject.bounds.project(subject.x + k * spacing * d) for k in range(_POINTS)]
        differences = np.diff(np.array([subject.values(point) for point in points]), n=_ORDER, axis=0)
        alternates = differences.min(axis=0) * differences.max(axis=0) < 0.0
        worst = np.where(alternates, np.fmax(worst, level(differences, _ORDER)), worst)
    return worst
