"""Whether an objective that falls from point to point keeps falling at a steady rate."""

from __future__ import annotations

from math import inf, isfinite
from typing import final

from sqp.arrays import Vector, norm_inf

#: An objective falls steadily if it does so no slower than this power of the distance; a logarithm does not.
_POWER = 0.4
#: Part of the rate that this power would have between two points.
_STEADY = 0.8


@final
class SteadyFall:
    """Follows an objective along a path of increasing distances: what flattens out is not without limit.

    Parameters
    ----------
    f : float
        The objective where the path begins, at distance 0.

    Examples
    --------
    >>> fall = SteadyFall(0.0)
    >>> fall.goes_on(1.0, -2.0), fall.goes_on(3.0, -5.0), fall.goes_on(9.0, -6.0)
    (True, True, False)
    """

    def __init__(self, f: float) -> None:
        self._at, self._f = 0.0, f
        self._rate: float = inf

    def goes_on(self, at: float, f: float) -> bool:
        """Whether the objective fell since the last point, at a rate that does not fade."""
        rate, before = (self._f - f) / max(at - self._at, 1e-300), self._rate
        least = 0.0 if before == inf else _STEADY * before * (at / self._at) ** (_POWER - 1.0)
        self._at, self._f, self._rate = at, f, rate
        return isfinite(rate) and rate > 0.0 and rate >= least

    def distance_of(self, f: float) -> float:
        """Where the objective would be as low as ``f`` if it went on at its last rate."""
        return self._at + (self._f - f) / self._rate


@final
class Trail:
    """The objective at points that move away from the first one, looked at no more than once per factor of ten.

    Parameters
    ----------
    x, f : (n,), float
        The first point and its objective.

    Attributes
    ----------
    distance : float
        How far the points have gone, relative to the size of the first one, while the objective fell steadily.
    seen : int
        At how many points it did.

    Examples
    --------
    >>> import numpy as np
    >>> trail = Trail(np.zeros(1), 0.0)
    >>> [trail.add(np.array([x]), -(x**2)) for x in (1.0, 20.0, 50.0, 300.0)]
    [False, True, False, True]
    >>> trail.distance, trail.seen
    (300.0, 2)
    """

    _FACTOR = 10.0

    def __init__(self, x: Vector, f: float) -> None:
        self._x, self._size = x, max(1.0, norm_inf(x))
        self._fall = SteadyFall(f)
        self.distance, self.seen = 0.0, 0

    def add(self, x: Vector, f: float) -> bool:
        """Whether this is a point further out, to where the objective fell steadily."""
        distance = norm_inf(x - self._x) / self._size
        if distance < self._FACTOR * max(1.0, self.distance):
            return False
        falls = self._fall.goes_on(distance, f)
        self.distance, self.seen = distance, self.seen + 1 if falls else 0
        return falls
