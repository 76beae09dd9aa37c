"""Make a QP convex where the step can go.

Equality rows hold in every feasible step, so adding rho A_eq'A_eq to P changes no feasible value; the shift that is
needed is governed by P on the null space of the equality rows alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, final

import numpy as np
from scipy import linalg

from sqp.arrays import Mask, Matrix, Vector, is_sparse
from sqp.errors import OptionError


@dataclass(frozen=True, eq=False)
class Convexified:
    """A positive definite replacement of P, and what was added to make it so.

    ``P`` (n, n) is the original plus ``shift`` times the identity (or the largest change of an eigenvalue) plus
    ``weight`` times A_eq'A_eq; the multipliers of equality rows must be raised by ``weight`` A_eq d to undo the latter.
    """

    P: Matrix
    shift: float
    weight: float = 0.0


class Convexifier(Protocol):
    """Replaces P by a matrix that is positive definite and agrees with it as far as possible."""

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask) -> Convexified: ...


@final
@dataclass(frozen=True, kw_only=True)
class EigenvalueShift:
    """Add the smallest multiple of the identity that makes P positive definite on the null space of the equalities.

    Parameters
    ----------
    floor : float
        Smallest eigenvalue to leave, relative to the largest entry of P; in (0, 1).

    Examples
    --------
    >>> convex = EigenvalueShift()(np.diag([1.0, -2.0]), np.zeros((0, 2)), np.zeros(0, bool))
    >>> round(convex.shift, 6)
    4.0
    """

    floor: float = 1e-8
    mirror: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.floor < 1:
            raise OptionError(f"EigenvalueShift.floor must be in (0, 1), got {self.floor}")

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask) -> Convexified:
        if is_sparse(P):
            from sqp.hessian.sparse_shift import shifted

            return shifted(P, A, equalities, self.floor)
        dense = np.asarray(P)
        least = self.floor * max(1.0, float(np.abs(dense).max(initial=0.0)))
        if _smallest(dense) >= least:
            return Convexified(dense, 0.0)
        weight = 0.0
        if equalities.any():
            dense, weight = _with_equalities(dense, np.asarray(A)[equalities])
        values, vectors = linalg.eigh(dense, check_finite=False)
        wanted = np.maximum(np.abs(values), least) if self.mirror else values + max(0.0, least - values[0])
        return Convexified((vectors * wanted) @ vectors.T, float((wanted - values).max()), weight)


def _smallest(matrix: np.ndarray) -> float:
    return float(eigenvalues(matrix)[0]) if matrix.size else 1.0


def _with_equalities(P: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, float]:
    """P + weight A_eq'A_eq with a weight that dominates P where A_eq is well conditioned."""
    size = max(1.0, float(np.abs(P).max(initial=0.0)))
    weight = 10.0 * size / max(1e-8, float(np.abs(rows).max(initial=0.0)) ** 2)
    return P + weight * (rows.T @ rows), weight


def eigenvalues(matrix: np.ndarray) -> Vector:
    """Ascending eigenvalues of a dense symmetric matrix."""
    return linalg.eigh(matrix, eigvals_only=True, check_finite=False)
