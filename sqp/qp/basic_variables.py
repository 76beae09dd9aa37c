"""A constraint preconditioner from a basis of the columns: G acts on the variables outside the basis alone.

    [ 0     0     A_B' ] [ g_B ]   [ r_B ]          w   = A_B^-T r_B
    [ 0     G_N   A_N' ] [ g_N ] = [ r_N ]          g_N = G_N^-1 (r_N - A_N'w)
    [ A_B   A_N   0    ] [ w   ]   [ 0   ]          g_B = -A_B^-1 A_N g_N

Where the rows are a differential equation, A_B is its linearisation in the state: conjugate gradients then work on the
controls, and each iteration solves one linearised and one adjoint equation.

References
----------
Dollar, Gould, Schilders, Wathen, "Implicit-factorization preconditioning and iterative solvers for regularized
saddle-point systems", SIAM J. Matrix Anal. Appl. 28 (2006).
"""

from __future__ import annotations

from typing import final

import numpy as np

from sqp.arrays import Mask, Vector
from sqp.linalg.basis import Basis


@final
class BasicVariables:
    """All rows work; the basic variables are free.

    Parameters
    ----------
    basis : Basis
    weights : (n,)
        Positive; G_N is their diagonal matrix.
    free : (n,)

    Examples
    --------
    >>> from scipy import sparse
    >>> from sqp.linalg.basis import find_basis
    >>> A = sparse.csc_array(np.array([[2.0, -1.0]]))
    >>> system = BasicVariables(find_basis(A, np.array([9.0, 1.0])), np.ones(2), np.array([True, True]))
    >>> g, w = system.apply(np.array([1.0, 1.0]))
    >>> g, w
    (array([0.75, 1.5 ]), array([0.5]))
    """

    def __init__(self, basis: Basis, weights: Vector, free: Mask) -> None:
        self.free = free
        self._basis = basis
        self._inverse = np.where(free, 1.0 / weights, 0.0)[basis.others]

    def apply(self, r: Vector) -> tuple[Vector, Vector]:
        basis = self._basis
        w = basis.solve_transposed(r[basis.basic])
        g = np.empty_like(r)
        outside = self._inverse * (r[basis.others] - basis.remaining_transposed(w))
        g[basis.others] = outside
        g[basis.basic] = -basis.solve(basis.remaining @ outside)
        return g, w

    def remove(self, y: Vector, r: Vector) -> Vector:
        basis = self._basis
        left = np.zeros_like(r)
        left[basis.others] = r[basis.others] - basis.remaining_transposed(y)
        return left  # y solves the rows of the basic variables, whose residual is rounding

    def towards(self, miss: Vector) -> Vector:
        """The step of the basic variables that changes the rows by ``miss`` (m,)."""
        d = np.zeros(self.free.size)
        d[self._basis.basic] = self._basis.solve(miss)
        return d
