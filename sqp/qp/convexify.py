"""Make a QP convex where its steps can go.

Equality rows hold in every feasible step, so what counts is P on their null space: P is replaced by P + E with E = 0
where that is positive definite already.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Protocol, final

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Matrix, is_sparse
from sqp.linalg.kkt import Correction, KKTSystem, kkt_system
from sqp.qp.augment import Augmentation
from sqp.settings import instance, switch


@dataclass(frozen=True, eq=False)
class Convexified:
    """P + E + weight A_eq'A_eq, and the size of E (infinite: not found).

    E makes P positive definite on the null space of the equality rows; the weight, if it is not 0, everywhere.  It
    changes no step, but the multipliers of the equality rows must be raised by the weight times A_eq d.

    Examples
    --------
    >>> Convexified(np.eye(2), shift=0.5).shift
    0.5
    """

    P: Matrix
    shift: float
    weight: float = 0.0


class ConvexifierRun(Protocol):
    """Convexifies the QPs of one solve, which share their sparsity pattern."""

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask, *, everywhere: bool = False) -> Convexified:
        """Convexify P (n, n) on the null space of the rows of A (m, n) that are ``equalities`` (m,), or everywhere."""
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
        Mirror the negative eigenvalues, project them to the floor, lift all of them by one shift, or raise the
        diagonal by Gershgorin's bound.  The first two need all eigenvalues: sparse problems are lifted instead, by the
        smallest of a sequence of shifts with the right inertia.
    augment : bool
        Where a sparse P must be positive definite everywhere, add a multiple of A_eq'A_eq to it instead of a larger
        shift.  No step is changed by that, but the matrix fills.

    Examples
    --------
    >>> run = Convexify().start()
    >>> convex = run(np.diag([1.0, -2.0]), np.zeros((0, 2)), np.zeros(0, bool))
    >>> convex.P.diagonal(), convex.shift
    (array([1., 2.]), 4.0)
    """

    correction: Correction = Correction.MIRROR
    augment: bool = False

    def __post_init__(self) -> None:
        instance("Convexify.correction", self.correction, Correction)
        switch("Convexify.augment", self.augment)

    def start(self) -> ConvexifyRun:
        return ConvexifyRun(self.correction, augment=self.augment)


@final
class ConvexifyRun:
    """Keeps a KKT system, and with it the symbolic factorisation."""

    def __init__(self, correction: Correction, *, augment: bool) -> None:
        self._correction = correction
        self._augment = augment
        self._kkt: KKTSystem | None = None
        self._augmentation: Augmentation | None = None

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask, *, everywhere: bool = False) -> Convexified:
        if not everywhere:
            return self._lifted(P, A, equalities)
        if not (self._augment and is_sparse(A)):
            return self._lifted(P, A, np.zeros_like(equalities))
        return self._augmented(P, A, equalities)

    def _augmented(self, P: Matrix, A: sparse.csc_array, equalities: Mask) -> Convexified:
        lifted = self._lifted(P, A, equalities)
        assert is_sparse(lifted.P)
        if self._augmentation is None:
            self._augmentation = Augmentation(lifted.P, A, equalities)
        convex, weight = self._augmentation.definite(lifted.P, A, equalities)
        if not isnan(weight):
            return Convexified(convex, lifted.shift, weight)
        lifted = self._lifted(P, A, np.zeros_like(equalities))
        assert is_sparse(lifted.P)
        return Convexified(self._augmentation.padded(lifted.P), lifted.shift)

    def _lifted(self, P: Matrix, A: Matrix, equalities: Mask) -> Convexified:
        if self._kkt is None:
            self._kkt = kkt_system(P, A, self._correction)
        else:
            self._kkt.load(P, A)
        shift = self._kkt.factorise(equalities, np.zeros(P.shape[0], dtype=bool))
        return Convexified(self._kkt.hessian(), shift)
