"""Projected conjugate gradients: minimise a quadratic on the null space of some rows, by products only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sqp.arrays import Mask, Vector, norm_inf
from sqp.linalg.operators import SymmetricOperator


class ConstraintPreconditioner(Protocol):
    """[[G, A'], [A, 0]] for the working rows A and the free variables, with G near P where it matters.

    Attributes
    ----------
    free : (n,) which variables may move
    """

    free: Mask

    def apply(self, r: Vector) -> tuple[Vector, Vector]:
        """(g, w) with G g + A'w = r on the free variables and A g = 0; g (n,) vanishes elsewhere, w is (m,)."""
        ...

    def remove(self, y: Vector, r: Vector) -> Vector:
        """r - A'y, (n,)."""
        ...

    def towards(self, miss: Vector) -> Vector:
        """A step of the free variables that changes the working rows by ``miss`` (m,)."""
        ...


@dataclass(frozen=True, eq=False)
class Minimiser:
    """Where conjugate gradients ended.

    Attributes
    ----------
    d : (n,)
    y : (m,)
        Multipliers of the rows.
    residual : (n,)
        P d + q + A'y; it vanishes on the free variables at a minimiser.
    stationarity : float
        Its largest entry on the free variables.
    stopped : bool
        Whether negative curvature or the limit of the room ended the run.
    iterations : int
    """

    d: Vector
    y: Vector
    residual: Vector
    stationarity: float
    stopped: bool
    iterations: int


@dataclass(frozen=True, eq=False)
class Search:
    """How conjugate gradients work: the operator, when they end, who learns from them.

    Attributes
    ----------
    P : SymmetricOperator
        Possibly indefinite.
    limit : int
        Most iterations.
    observe : callable
        Told each step s and the product P s.
    room : callable, optional
        How far one may go from d along p; without it, negative curvature ends the run where it is met.
    """

    P: SymmetricOperator
    limit: int
    observe: Callable[[Vector, Vector], None]
    room: Callable[[Vector, Vector], float] | None = None

    def minimise(
        self,
        d: Vector,
        y: Vector,
        residual: Vector,
        system: ConstraintPreconditioner,
        tolerance: float,
        part: float = 0.0,
    ) -> Minimiser:
        """Minimise 1/2 d'Pd + q'd over steps from ``d`` that keep A d and the variables that are not free.

        Parameters
        ----------
        d, y : (n,), (m,)
            Where to start; ``d`` fulfils the rows.
        residual : (n,)
            P d + q + A'y.
        system : ConstraintPreconditioner
        tolerance : float
            Largest entry of the residual on the free variables at the end ...
        part : float
            ... or this part of what it is at the start, if that is larger.

        References
        ----------
        Gould, Hribar, Nocedal, "On the solution of equality constrained quadratic programming problems arising in
        optimization", SIAM J. Sci. Comput. 23 (2001), Algorithm 6.2: the residual is replaced by its projection in
        every iteration, without which the rows drift away by rounding.  Nocedal, Wright (2006), Algorithm 7.2, for
        what happens at negative curvature and at the end of the room.
        """
        d = d.copy()
        free = system.free
        g, w = system.apply(np.where(free, residual, 0.0))
        r, y = system.remove(w, residual), y - w
        p, rg = -g, float(r @ g)
        iterations, stopped = 0, False
        stationarity = norm_inf(np.where(free, r, 0.0))
        tolerance = max(tolerance, part * stationarity)
        while stationarity > tolerance and iterations < self.limit and rg > 0.0:
            Pp = self.P @ p
            length, stopped = self._length(d, p, Pp, rg)
            if not 0.0 <= length < np.inf:
                break
            iterations += 1
            d += length * p
            r = r + length * Pp
            self.observe(p, Pp)
            g, w = system.apply(np.where(free, r, 0.0))
            r, y = system.remove(w, r), y - w
            stationarity = norm_inf(np.where(free, r, 0.0))
            if stopped:
                break
            following = float(r @ g)
            p = (following / rg) * p - g
            rg = following
        return Minimiser(d, y, r, stationarity, stopped, iterations)

    def _length(self, d: Vector, p: Vector, Pp: Vector, rg: float) -> tuple[float, bool]:
        """How far to go along p, and whether the run ends there; NaN or infinite if it cannot be said."""
        curvature = float(p @ Pp)
        if not np.isfinite(curvature):
            return np.nan, True
        room = np.inf if self.room is None else self.room(d, p)
        if curvature <= 1e-15 * float(np.linalg.norm(p)) * float(np.linalg.norm(Pp)):
            return room, True
        length = rg / curvature
        return (room, True) if length >= room else (length, False)
