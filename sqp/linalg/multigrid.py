"""Algebraic multigrid by smoothed aggregation: a preconditioner for matrices of elliptic problems, of linear cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from sqp.arrays import Indices, Vector
from sqp.linalg.aggregation import aggregates, piecewise_constant

_solve: Any = cho_solve

_COARSEST = 400
_LEVELS = 12
#: Connections weaker than this, relative to the diagonal, do not hold a group together; halved on each level.
_STRENGTH = 0.08
#: The smoother treats the eigenvalues of D^-1 A between the largest one divided by this and the largest one.
_SMOOTHED_PART = 8.0
_DEGREE = 2


@dataclass(frozen=True, eq=False)
class Level:
    """A matrix and the transfer to the next coarser one, restriction @ matrix @ prolongation.

    ``groups`` (n,) is the coarse unknown that each fine one belongs to; a coarse unknown is the value of its group
    times the square root of the group's size.
    """

    matrix: sparse.csr_array
    groups: Indices
    inverse_diagonal: Vector
    largest: float  # eigenvalue of D^-1 A
    prolongation: sparse.csr_array
    restriction: sparse.csr_array


@final
class Part:
    """Some unknowns of a hierarchy, and how they are grouped there.

    Examples
    --------
    >>> part = Part((np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0])), np.array([0, 4, 5]))
    >>> part.numbers
    array([0, 1, 1])
    >>> part.coarser().numbers
    array([0, 0])
    """

    def __init__(self, groups: tuple[Indices, ...], inside: Indices) -> None:
        self._coarser_groups = groups[1:]
        found = groups[0][inside] if groups else np.zeros(0, dtype=np.int64)
        present = np.bincount(found) > 0
        self._kept = np.flatnonzero(present)
        #: (k,) the group of each unknown, from 0 on without gaps; None if the hierarchy ends here.
        self.numbers: Indices | None = (np.cumsum(present) - 1)[found] if groups else None

    def coarser(self) -> Part:
        """The groups as unknowns of the next level."""
        return Part(self._coarser_groups, self._kept)


@final
class Multigrid:
    """One symmetric V-cycle as an approximate inverse of a symmetric matrix with positive diagonal.

    Smoothed aggregation with the constant as near-null space and a Chebyshev smoother.  Setting up and applying it cost
    a small multiple of a product with the matrix.

    Parameters
    ----------
    matrix : (n, n) sparse
        Symmetric; positive definite if the V-cycle is to be so.
    groups : Part, optional
        Groups of unknowns to take over from a hierarchy for more unknowns, which saves half of the setup.

    References
    ----------
    Vaněk, Mandel, Brezina, "Algebraic multigrid by smoothed aggregation for second and fourth order elliptic
    problems", Computing 56 (1996).  Adams, Brezina, Hu, Tuminaro, "Parallel multigrid smoothing: polynomial versus
    Gauss-Seidel", J. Comput. Phys. 188 (2003), for the smoother.

    Examples
    --------
    >>> chain = sparse.csc_array(sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(1000, 1000)))
    >>> cycle = Multigrid(chain)
    >>> error = np.ones(1000)
    >>> for _ in range(10):
    ...     error = error - cycle(chain @ error)
    >>> bool(np.abs(error).max() < 0.2)
    True
    """

    def __init__(self, matrix: Any, groups: Part | None = None) -> None:
        fine = sparse.csr_array(matrix)
        self._levels: list[Level] = []
        strength = _STRENGTH
        while fine.shape[0] > _COARSEST and len(self._levels) < _LEVELS:
            level = coarsened(fine, strength, None if groups is None else groups.numbers)
            if level is None:
                break
            self._levels.append(level)
            fine = sparse.csr_array(level.restriction @ (fine @ level.prolongation))
            strength *= 0.5
            groups = None if groups is None else groups.coarser()
        self._coarsest = _Coarsest(fine)

    @property
    def levels(self) -> tuple[Level, ...]:
        """From the finest on, without the coarsest."""
        return tuple(self._levels)

    def part(self, inside: Indices, depth: int = 0) -> Part:
        """The groups of some of the unknowns of a level, (k,) their places."""
        return Part(tuple(level.groups for level in self._levels[depth:]), inside)

    @property
    def complexity(self) -> float:
        """Stored entries on all levels, relative to the finest."""
        entries = [level.matrix.nnz for level in self._levels]
        return sum(entries) / entries[0] if entries else 1.0

    def __call__(self, r: Vector) -> Vector:
        """One V-cycle applied to ``r``, (n,)."""
        return self._cycle(0, r)

    def _cycle(self, depth: int, r: Vector) -> Vector:
        if depth == len(self._levels):
            return self._coarsest(r)
        level = self._levels[depth]
        x = _smoothed(level, r)
        x += level.prolongation @ self._cycle(depth + 1, level.restriction @ (r - level.matrix @ x))
        x += _smoothed(level, r - level.matrix @ x)
        return x


class _Coarsest:
    """A dense factorisation, or the diagonal where the matrix is too large or not positive definite."""

    def __init__(self, matrix: sparse.csr_array) -> None:
        self._factor: Any = None
        self._inverse_diagonal = 1.0 / _positive(matrix.diagonal())
        if matrix.shape[0] <= 4 * _COARSEST:
            dense = matrix.toarray()
            try:
                self._factor = cho_factor(dense + 1e-14 * np.diag(np.abs(dense.diagonal())))
            except np.linalg.LinAlgError:
                self._factor = None

    def __call__(self, r: Vector) -> Vector:
        if self._factor is None:
            return self._inverse_diagonal * r
        return np.asarray(_solve(self._factor, r), dtype=np.float64)


def _smoothed(level: Level, r: Vector) -> Vector:
    """Chebyshev polynomial in D^-1 A, from zero, on the upper part of the spectrum."""
    upper = 1.05 * level.largest
    lower = upper / _SMOOTHED_PART
    centre, radius = 0.5 * (upper + lower), 0.5 * (upper - lower)
    scaled = level.inverse_diagonal
    step = scaled * r / centre
    x = step.copy()
    rho = radius / centre
    for _ in range(_DEGREE - 1):
        following = 1.0 / (2.0 * centre / radius - rho)
        step = following * rho * step + (2.0 * following / radius) * (scaled * (r - level.matrix @ x))
        x += step
        rho = following
    return x


def coarsened(matrix: sparse.csr_array, strength: float = _STRENGTH, groups: Indices | None = None) -> Level | None:
    """The transfer to the next level; None if the unknowns do not group.

    Parameters
    ----------
    matrix : (n, n) csr
        Symmetric.
    strength : float
        Connections weaker than this, relative to the diagonal, do not hold a group together.
    groups : (n,), optional
        The group of each unknown, if that is known.
    """
    diagonal = _positive(matrix.diagonal())
    if groups is None:
        groups = aggregates(_strong(matrix, diagonal, strength))
    if groups.max() + 1 > 0.8 * groups.size:
        return None
    inverse = 1.0 / diagonal
    largest = _largest_eigenvalue(matrix, inverse)
    tentative = piecewise_constant(groups)
    weight = 4.0 / (3.0 * largest)
    correction = sparse.csr_array(matrix @ tentative)
    correction.data *= np.repeat(weight * inverse, np.diff(correction.indptr))
    prolongation = sparse.csr_array(tentative - correction)
    return Level(matrix, groups, inverse, largest, prolongation, sparse.csr_array(prolongation.T))


def _strong(matrix: sparse.csr_array, diagonal: Vector, strength: float) -> sparse.csr_array:
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
    columns = matrix.indices
    keep = matrix.data**2 >= strength**2 * diagonal[rows] * diagonal[columns]
    keep |= rows == columns
    counts = np.bincount(rows[keep], minlength=matrix.shape[0])
    indptr = np.concatenate(([0], np.cumsum(counts)))
    return sparse.csr_array((np.ones(columns[keep].size, dtype=np.int8), columns[keep], indptr), shape=matrix.shape)


def _largest_eigenvalue(matrix: sparse.csr_array, inverse_diagonal: Vector) -> float:
    """Of D^-1 A, by power iterations that start from an oscillating vector."""
    v = np.random.default_rng(0).standard_normal(inverse_diagonal.size)
    value = 1.0
    for _ in range(12):
        w = inverse_diagonal * (matrix @ v)
        value = float(np.linalg.norm(w)) / max(float(np.linalg.norm(v)), 1e-300)
        v = w / max(value, 1e-300)
    return max(1.1 * value, 1e-8)


def _positive(diagonal: Vector) -> Vector:
    size = np.abs(diagonal)
    return np.maximum(size, 1e-12 * max(float(size.max(initial=0.0)), 1e-300))
