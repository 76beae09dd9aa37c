"""Whether an objective that falls from point to point keeps falling at a steady rate."""

from __future__ import annotations

from math import inf, isfinite
from typing import final

#: Part of its slope that the objective must keep from one point to the next.
_STEADY = 0.5


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
        """Whether the objective fell since the last point, at no less than half the rate of before."""
        rate, before = (self._f - f) / max(at - self._at, 1e-300), self._rate
        self._at, self._f, self._rate = at, f, rate
        return isfinite(rate) and rate > 0.0 and (before == inf or rate >= _STEADY * before)

    def distance_of(self, f: float) -> float:
        """Where the objective would be as low as ``f`` if it went on at its last rate."""
        return self._at + (self._f - f) / self._rate
