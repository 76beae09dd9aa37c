"""Which rows and variables of a problem are the sides of complementarity conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from sqp.arrays import Indices, Vector

#: Distance from a bound, relative to max(1, |bound|), and size of b, at which a pair counts as biactive.
_NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class Pairs:
    """The complementary pairs of a problem, one entry each; what a solver needs to say which are biactive.

    Attributes
    ----------
    names : tuple of str
    a, b : (k,) indices
        Places of both sides in the vector (c, x): row i has the place i, variable j the place m + j.
    lower, upper : (k,)
        Bounds of a.
    below, above : (k,) indices
        The rows (a - lower) b <= 0 and (a - upper) b <= 0; -1 where the bound is infinite.

    Examples
    --------
    >>> zero, none = np.array([0]), np.array([-1])
    >>> pairs = Pairs(("contact",), np.array([2]), np.array([1]), np.zeros(1), np.full(1, np.inf), zero, none)
    >>> pairs.biactive(np.array([0.0, 0.0]), np.array([1e-9])).tolist()
    [0]
    """

    names: tuple[str, ...]
    a: Indices
    b: Indices
    lower: Vector
    upper: Vector
    below: Indices
    above: Indices

    def biactive(self, c: Vector, x: Vector) -> Indices:
        """The pairs of which both sides are zero."""
        values = np.concatenate((c, x))
        a, b = values[self.a], values[self.b]
        at_bound = np.zeros(a.size, dtype=np.bool_)
        for bound in (self.lower, self.upper):
            finite = np.isfinite(bound)
            at_bound[finite] |= np.abs(a - bound)[finite] <= _NEAR * np.maximum(1.0, np.abs(bound[finite]))
        return np.flatnonzero(at_bound & (np.abs(b) <= _NEAR))

    def multipliers(self, c: Vector, x: Vector, y: Vector, z: Vector) -> tuple[Vector, Vector]:
        """(k,), (k,) multipliers of a and b as if both were bounded by zero on their own.

        The product's multiplier counts with the gradient of the product, (b, a - bound).  Those of a strongly
        stationary point are not positive at a pair that is biactive at its lower bound, and not negative at an upper
        one; here the latter are returned with the opposite sign.
        """
        values, both = np.concatenate((c, x)), np.concatenate((y, z))
        a, b = values[self.a], values[self.b]
        of_a, of_b = both[self.a], both[self.b]
        for rows, bound in ((self.below, self.lower), (self.above, self.upper)):
            stated = np.flatnonzero(rows >= 0)
            weight = y[rows[stated]]
            of_a[stated] += weight * b[stated]
            of_b[stated] += weight * (a - bound)[stated]
        sign = np.where(np.abs(a - self.lower) <= np.abs(a - self.upper), 1.0, -1.0)
        return sign * of_a, sign * of_b


@runtime_checkable
class HasPairs(Protocol):
    """Some of the constraints say that of two things at least one is zero."""

    @property
    def pairs(self) -> Pairs: ...
