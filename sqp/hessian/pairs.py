"""What quasi-Newton models learn from a step: the change of x and the change of the Lagrangian's gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.arrays import Vector
from sqp.evaluation.values import Linearization


@dataclass(frozen=True, eq=False)
class Pair:
    """A step ``s`` and the change ``w`` of the gradient of the Lagrangian along it, w = H s + o(|s|).

    Examples
    --------
    >>> pair = Pair(np.array([2.0]), np.array([6.0]))
    >>> pair.curvature
    12.0
    """

    s: Vector
    w: Vector

    @property
    def curvature(self) -> float:
        """s'w."""
        return float(self.s @ self.w)

    def damped(self, hs: Vector, least: float) -> Pair:
        """The pair with s'w raised to ``least`` s'Hs by moving w towards Hs, given as ``hs``.

        References
        ----------
        Nocedal, Wright (2006), Procedure 18.2.
        """
        sw, shs = self.curvature, float(self.s @ hs)
        if sw >= least * shs:
            return self
        theta = (1.0 - least) * shs / (shs - sw)
        return Pair(self.s, theta * self.w + (1.0 - theta) * hs)


def pair_between(old: Linearization, new: Linearization, y: Vector) -> Pair | None:
    """The pair of a step, with the multipliers ``y`` of the new point at both ends; None if it says nothing.

    References
    ----------
    Nocedal, Wright (2006), eq. (18.13).
    """
    s = new.values.x - old.values.x
    w = new.grad - old.grad
    if y.size:
        w = w + new.jac.T @ y - old.jac.T @ y
    length = float(s @ s)
    return Pair(s, w) if 0.0 < length < np.inf and np.isfinite(w).all() else None
