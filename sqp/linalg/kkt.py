"""The KKT system of an equality-constrained QP: the rows and bounds of a working set held with equality.

    [ P + E    A_W'  ] [ d ]   [ -q  ]
    [ A_W     -eps I ] [ y ] = [ b_W ]         d_i given for the bounds that are held

E corrects P where it is not positive definite on the null space of the working set, and is 0 otherwise.

``eps`` keeps the matrix factorisable when working rows depend on each other; iterative refinement removes its
effect (it is the proximal method of multipliers on the constraints).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum

import numpy as np

from sqp.arrays import Mask, Matrix, Vector, is_sparse

#: Dual regularisation of the KKT matrix, relative to its largest Hessian entry being of order one.
DUAL_REGULARISATION = 1e-10
#: Primal regularisation of sparse KKT matrices, in the same measure: a variable without curvature of its own would be a
#: zero pivot, which static pivoting cannot avoid.  Solutions are refined against the matrix without it.
PRIMAL_REGULARISATION = 1e-8

#: Least eigenvalue of a corrected reduced Hessian, relative to the largest.
EIGENVALUE_FLOOR = 1e-8

#: Rounds of the equilibration of a KKT matrix.
EQUILIBRATIONS = 3


class Correction(Enum):
    """What is done to the eigenvalues of a reduced Hessian that is not positive definite."""

    MIRROR = "replace them by their absolute values"
    PROJECT = "raise the negative ones to a small positive value"
    SHIFT = "raise all of them by the same amount"
    GERSHGORIN = "raise the diagonal until no row's disc in Gershgorin's theorem reaches below zero"


class KKTSystem(ABC):
    """Factorise and solve KKT systems that share P and A but differ in the working set and the shift.

    The order of use is ``load`` for new values, ``factorise`` for a working set, then ``solve``.
    """

    @abstractmethod
    def load(self, P: Matrix, A: Matrix, floor: float = EIGENVALUE_FLOOR) -> None:
        """Take the values of a new QP; the sparsity pattern is that of the first one.

        ``floor`` is the least eigenvalue of a corrected reduced Hessian, relative to the largest; a sparse system knows
        no eigenvalues and takes no notice of it.
        """

    @abstractmethod
    def factorise(self, rows: Mask, fixed: Mask) -> float:
        """Factorise for the working rows and fixed variables, correcting P if it must be.

        If P is not positive definite on the null space of the working set, as the inertia or the eigenvalues of the
        reduced Hessian show, P is corrected there, and the correction stays until the next ``load``.

        Returns
        -------
        float
            Size of the corrections made since ``load``: the largest change of an eigenvalue, 0 for none; infinite if
            no correction makes the system solvable.
        """

    @abstractmethod
    def solve(self, q: Vector, targets: Vector, values: Vector) -> tuple[Vector, Vector, Vector]:
        """Solve for the step and the multipliers.

        Parameters
        ----------
        q : (n,)
        targets : (m,)
            Right-hand sides of the rows; only the working ones are read.
        values : (n,)
            Values of the variables; only the fixed ones are read.

        Returns
        -------
        d, y, z : (n,), (m,), (n,)
            Multipliers are 0 outside the working set.
        """

    @abstractmethod
    def hessian(self) -> Matrix:
        """P with the corrections made since ``load``; the caller may keep but not change it."""


def gershgorin_lift(diagonal: Vector, heights: Vector, least: float) -> Vector:
    """What to add to the diagonal of a symmetric matrix so that no eigenvalue is below ``least``; (n,), not negative.

    Parameters
    ----------
    diagonal : (n,)
    heights : (n,)
        Sums of the absolute entries of each column, the diagonal's among them.
    least : float

    Examples
    --------
    >>> gershgorin_lift(np.array([1.0, 3.0]), np.array([3.0, 5.0]), 0.5)
    array([1.5, 0. ])
    """
    return np.maximum(0.0, least + heights - np.abs(diagonal) - diagonal)


def kkt_system(P: Matrix, A: Matrix, correction: Correction = Correction.MIRROR) -> KKTSystem:
    """The implementation that suits the kind of the matrices, with their values loaded."""
    if is_sparse(P):
        from sqp.linalg.sparse_kkt import SparseKKT

        system: KKTSystem = SparseKKT(correction)
    else:
        from sqp.linalg.dense_kkt import DenseKKT

        system = DenseKKT(correction)
    system.load(P, A)
    return system
