"""Make a QP convex where its steps can go.

Equality rows hold in every feasible step, so what counts is P on their null space: P is replaced by P + E with E = 0
where that is positive definite already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, final

import numpy as np

from sqp.arrays import Mask, Matrix
from sqp.linalg.kkt import Correction, KKTSystem, kkt_system
from sqp.settings import instance


@dataclass(frozen=True, eq=False)
class Convexified:
    """P + E, positive definite on the null space of the equality rows, and the size of E (infinite: not found).

    Examples
    --------
    >>> Convexified(np.eye(2), shift=0.5).shift
    0.5
    """

    P: Matrix
    shift: float


class ConvexifierRun(Protocol):
    """Convexifies the QPs of one solve, which share their sparsity pattern."""

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask) -> Convexified:
        """Convexify P (n, n) on the null space of the rows of A (m, n) that are ``equalities`` (m,)."""
        ...


class Convexifier(Protocol):
    """Settings of a convexification."""

    @property
    def correction(self) -> Correction:
        """How a reduced Hessian that is not positive definite is corrected."""
        ...

    def start(self) -> ConvexifierRun:
        """Begin a solve."""
        ...


@final
@dataclass(frozen=True, kw_only=True)
class Convexify:
    """Correct the reduced Hessian of the equality rows.

    Parameters
    ----------
    correction : Correction
        Mirror the negative eigenvalues, project them to the floor, or lift all of them by one shift.  Sparse problems
        are always lifted, by the smallest of a sequence of shifts with the right inertia.

    Examples
    --------
    >>> run = Convexify().start()
    >>> convex = run(np.diag([1.0, -2.0]), np.zeros((0, 2)), np.zeros(0, bool))
    >>> convex.P.diagonal(), convex.shift
    (array([1., 2.]), 4.0)
    """

    correction: Correction = Correction.MIRROR

    def __post_init__(self) -> None:
        instance("Convexify.correction", self.correction, Correction)

    def start(self) -> ConvexifyRun:
        return ConvexifyRun(self.correction)


@final
class ConvexifyRun:
    """Keeps a KKT system, and with it the symbolic factorisation."""

    def __init__(self, correction: Correction) -> None:
        self._correction = correction
        self._kkt: KKTSystem | None = None

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask) -> Convexified:
        if self._kkt is None:
            self._kkt = kkt_system(P, A, self._correction)
        else:
            self._kkt.load(P, A)
        shift = self._kkt.factorise(equalities, np.zeros(P.shape[0], dtype=bool))
        return Convexified(self._kkt.hessian(), shift)
