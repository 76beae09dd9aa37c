"""Lower and upper bounds on a vector, with the few questions one asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import INFINITE, Mask, Vector
from sqp.errors import ProblemError


@dataclass(frozen=True, eq=False)
class Bounds:
    """``lower <= v <= upper``, entry by entry; an entry with equal bounds is an equality.

    Parameters
    ----------
    lower, upper : (k,) float arrays
        Entries of at least 1e20 in size count as infinite.

    Raises
    ------
    ProblemError
        If the lengths differ, an entry is NaN, a lower bound exceeds its upper bound, or a lower (upper)
        bound is +inf (-inf).

    Examples
    --------
    >>> b = Bounds([0.0, 1.0], [2.0, 1.0])
    >>> b.equalities
    array([False,  True])
    >>> b.violation(np.array([3.0, 1.0]))
    array([1., 0.])
    """

    lower: Vector
    upper: Vector

    def __init__(self, lower: ArrayLike, upper: ArrayLike) -> None:
        low, vast_low = _one_sided(lower, "lower")
        high, vast_high = _one_sided(upper, "upper")
        if low.shape != high.shape:
            raise ProblemError(f"bounds: lower has length {low.size}, upper has length {high.size}")
        crossed = np.flatnonzero(low > high)
        if crossed.size:
            i = int(crossed[0])
            raise ProblemError(f"bounds: entry {i} has lower {low[i]:g} above upper {high[i]:g}")
        if np.any(low == np.inf) or np.any(high == -np.inf):
            i = int(np.flatnonzero((low == np.inf) | (high == -np.inf))[0])
            why = ", for 1e20 and more count as infinite" if vast_low[i] or vast_high[i] else ""
            raise ProblemError(f"bounds: entry {i} admits no value, its bounds are {low[i]:g} and {high[i]:g}{why}")
        self.__dict__["ignored"] = vast_low | vast_high
        object.__setattr__(self, "lower", low)
        object.__setattr__(self, "upper", high)

    @classmethod
    def free(cls, size: int) -> Bounds:
        """No bounds on ``size`` entries."""
        return cls(np.full(size, -np.inf), np.full(size, np.inf))

    @classmethod
    def trusted(cls, lower: Vector, upper: Vector) -> Bounds:
        """Bounds from arrays that are known to be in order; nothing is copied or checked."""
        bounds = cls.__new__(cls)
        object.__setattr__(bounds, "lower", lower)
        object.__setattr__(bounds, "upper", upper)
        return bounds

    @classmethod
    def joined(cls, parts: Sequence[Bounds]) -> Bounds:
        """The bounds on several vectors, one after the other."""
        sides = (np.concatenate([getattr(part, side) for part in parts]) for side in ("lower", "upper"))
        together = cls.trusted(*sides)
        together.__dict__["ignored"] = np.concatenate([part.ignored for part in parts])
        return together

    def minus(self, origin: Vector) -> Bounds:
        """Bounds of v - origin; what is an equality stays one."""
        moved = Bounds.trusted(self.lower - origin, self.upper - origin)
        moved.__dict__["equalities"] = self.equalities
        return moved

    def within(self, radius: float) -> Bounds:
        """The part of an interval around 0 that is at most ``radius`` away from it; what is an equality stays one."""
        part = Bounds.trusted(np.maximum(self.lower, -radius), np.minimum(self.upper, radius))
        part.__dict__["equalities"] = self.equalities
        return part

    @property
    def size(self) -> int:
        return self.lower.size

    @cached_property
    def ignored(self) -> Mask:
        """(k,) where a finite bound was given that is so large that it counts as infinite."""
        return np.zeros(self.size, dtype=np.bool_)

    @cached_property
    def equalities(self) -> Mask:
        """(k,) where both bounds agree."""
        return self.lower == self.upper

    @cached_property
    def scale(self) -> Vector:
        """(k,) max(1, |finite bounds|): the unit in which a violation of each entry is relative."""
        low = np.where(np.isfinite(self.lower), np.abs(self.lower), 0.0)
        high = np.where(np.isfinite(self.upper), np.abs(self.upper), 0.0)
        return np.maximum(1.0, np.maximum(low, high))

    def violation(self, values: Vector) -> Vector:
        """(k,) distance of each entry to its interval, 0 inside; NaN where ``values`` is NaN."""
        return np.maximum(np.maximum(self.lower - values, values - self.upper), 0.0)

    def project(self, values: Vector) -> Vector:
        """(k,) the nearest point inside the bounds."""
        return np.minimum(np.maximum(values, self.lower), self.upper)


def _one_sided(values: ArrayLike, side: str) -> tuple[Vector, Mask]:
    """Bounds with infinities for those that count as such, and where finite ones were given for them."""
    array = np.array(values, dtype=np.float64).ravel()
    bad = np.flatnonzero(np.isnan(array))
    if bad.size:
        raise ProblemError(f"bounds: {side}[{int(bad[0])}] is NaN")
    vast = (np.abs(array) >= INFINITE) & np.isfinite(array)
    array[vast] = np.copysign(np.inf, array[vast])
    array.flags.writeable = False
    return array, vast
