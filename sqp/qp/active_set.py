"""Primal-dual active set: guess the working set, solve its KKT system, correct the guess by signs and violations.

Near the solution of a nonlinear program the guess is right and one KKT solve is the whole QP.  P may be indefinite:
what counts is the reduced Hessian of the working set, and a shift is added only where that is not positive definite,
so the answer is a local solution of the QP with the exact Hessian whenever it has one for the final working set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import Mask, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.errors import OptionError
from sqp.hessian.convexify import Convexifier
from sqp.linalg.kkt import KKTSystem, kkt_system
from sqp.qp.backend import QPSession
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, Sides, WorkingSet, without_answer


@final
@dataclass(frozen=True, kw_only=True)
class ActiveSet:
    """Primal-dual active-set updates from a guess.

    Not a method that always ends: when the updates cycle or exceed ``updates`` the status is FAILED and another
    backend must help.

    Parameters
    ----------
    updates : int
        Most changes of the working set; at least 1.
    first_shift, growth : float
        First shift tried, relative to the size of P, and the factor by which it grows (> 1).

    References
    ----------
    Hintermüller, Ito, Kunisch, "The primal-dual active set strategy as a semismooth Newton method",
    SIAM J. Optim. 13 (2002), Algorithm 1.  The shift follows Wächter and Biegler (2006), Algorithm IC.
    """

    updates: int = 6
    first_shift: float = 1e-4
    growth: float = 6.0

    def __post_init__(self) -> None:
        if self.updates < 1:
            raise OptionError(f"ActiveSet.updates must be at least 1, got {self.updates}")
        if not self.first_shift > 0:
            raise OptionError(f"ActiveSet.first_shift must be positive, got {self.first_shift}")
        if not self.growth > 1:
            raise OptionError(f"ActiveSet.growth must exceed 1, got {self.growth}")

    def start(self, convexify: Convexifier) -> ActiveSetSession:
        return ActiveSetSession(self)


@final
class ActiveSetSession(QPSession):
    """Keeps the KKT system (with its symbolic factorisation) and the last useful shift."""

    def __init__(self, settings: ActiveSet) -> None:
        self._settings = settings
        self._kkt: KKTSystem | None = None
        self._last_shift = 0.0

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        working_set = guess if guess is not None else WorkingSet.of_equalities(qp.rows, qp.box)
        kkt = self._loaded(qp)
        shift = 0.0
        seen: set[bytes] = set()
        for update in range(1, self._settings.updates + 1):
            shift_found = self._factorise(kkt, qp, working_set, shift)
            if shift_found is None:
                return without_answer(qp, QPStatus.FAILED, "active set", update)
            shift = shift_found
            d, y, z = kkt.solve(qp.q, _held(working_set.rows, qp.rows), _held(working_set.box, qp.box))
            changed = _corrected(qp, working_set, d, y, z)
            if changed is None:
                return without_answer(qp, QPStatus.FAILED, "active set", update)
            if changed is working_set:
                return QPSolution(QPStatus.SOLVED, d, y, z, working_set, update, shift, "active set")
            seen.add(working_set.key())
            working_set = changed
            if working_set.key() in seen:
                break
        return without_answer(qp, QPStatus.FAILED, "active set", update)

    def _loaded(self, qp: QuadraticProgram) -> KKTSystem:
        if self._kkt is None:
            self._kkt = kkt_system(qp.P, qp.A)
        else:
            self._kkt.load(qp.P, qp.A)
        return self._kkt

    def _factorise(self, kkt: KKTSystem, qp: QuadraticProgram, working_set: WorkingSet, shift: float) -> float | None:
        """Factorise with the smallest tried shift that gives the right inertia; None if none does."""
        rows, fixed = working_set.rows != 0, working_set.box != 0
        if kkt.factorise(rows, fixed, shift):
            return shift
        size = max(1.0, _largest(qp))
        shift = max(shift * self._settings.growth, self._last_shift / 3.0, self._settings.first_shift * size)
        while shift <= 1e10 * size:
            if kkt.factorise(rows, fixed, shift):
                self._last_shift = shift
                return shift
            shift *= self._settings.growth
        return None


def _largest(qp: QuadraticProgram) -> float:
    values = qp.P if isinstance(qp.P, np.ndarray) else qp.P.data
    return float(np.abs(values).max(initial=0.0))


def _held(sides: Sides, bounds: Bounds) -> Vector:
    return np.where(sides < 0, bounds.lower, np.where(sides > 0, bounds.upper, 0.0))


def _corrected(qp: QuadraticProgram, working_set: WorkingSet, d: Vector, y: Vector, z: Vector) -> WorkingSet | None:
    """The working set that signs and violations ask for: the same object if it is right, None if hopeless."""
    if not (np.isfinite(d).all() and np.isfinite(y).all()):
        return None
    size = max(1.0, norm_inf(y), norm_inf(z))
    activity = qp.A @ d
    if _missed(activity, working_set.rows, qp.rows):
        return None
    rows, rows_changed = _updated(working_set.rows, activity, y, qp.rows, size)
    box, box_changed = _updated(working_set.box, d, z, qp.box, size)
    return WorkingSet(rows, box) if rows_changed or box_changed else working_set


def _missed(activity: Vector, sides: Sides, bounds: Bounds) -> bool:
    """Whether a row of the working set is not met: the working rows contradict each other."""
    held = sides != 0
    target = _held(sides, bounds)[held]
    return bool(np.any(np.abs(activity[held] - target) > 1e-8 * np.maximum(1.0, np.abs(target))))


def _updated(sides: Sides, values: Vector, mult: Vector, bounds: Bounds, size: float) -> tuple[Sides, bool]:
    free = sides == 0
    slack = 1e-10 * bounds.scale
    below: Mask = free & (values < bounds.lower - slack)
    above: Mask = free & (values > bounds.upper + slack)
    wrong: Mask = (sides * mult < -1e-11 * size) & ~bounds.equalities
    if not (below.any() or above.any() or wrong.any()):
        return sides, False
    changed = sides.copy()
    changed[wrong] = 0
    changed[below] = -1
    changed[above] = 1
    return changed, True
