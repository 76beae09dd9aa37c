"""Which columns of a sparse matrix can be differenced together, and how to read the entries back.

Columns that share no row can be perturbed in one evaluation (Curtis, Powell and Reid 1974).  For a symmetric matrix
it suffices that each entry *or its mirror image* can be read: a star colouring of the adjacency graph.

References
----------
A. R. Curtis, M. J. D. Powell, J. K. Reid (1974), On the estimation of sparse Jacobian matrices, J. Inst. Maths
    Applics 13, 117-119.
T. F. Coleman, J. J. Moré (1984), Estimation of sparse Hessian matrices and graph coloring problems, Math. Programming
    28, 243-270: direct recovery is possible exactly for star colourings.
A. H. Gebremedhin, F. Manne, A. Pothen (2005), What color is your Jacobian?, SIAM Review 47, 629-705: Algorithm 3.1.
A. H. Gebremedhin, A. Tarafdar, F. Manne, A. Pothen (2007), New acyclic and star coloring algorithms, SIAM J. Sci.
    Comput. 29, 1042-1072: Algorithm 4.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sqp.arrays import Indices, Vector
from sqp.model.pattern import Pattern

_Grouping: TypeAlias = Callable[[Pattern, list[int]], Indices]


@dataclass(frozen=True, eq=False)
class Colouring:
    """A partition of the columns of A with which A is read off B = A S, where S[j, groups[j]] = h[j].

    Attributes
    ----------
    pattern : Pattern
        Of A.
    groups : (n,)
        The group ("colour") of each column, 0 to count - 1.
    count : int
        Number of groups: the number of products A s that determine A.
    read_row, read_group, read_column : (nnz,)
        Stored entry k of A is ``B[read_row[k], read_group[k]] / h[read_column[k]]``.

    Examples
    --------
    >>> tridiagonal = np.eye(6) + np.eye(6, k=1) + np.eye(6, k=-1)
    >>> column_colouring(Pattern.of(tridiagonal)).count
    3
    >>> arrow = np.eye(6); arrow[0] = arrow[:, 0] = 1.0
    >>> column_colouring(Pattern.of(arrow)).count, star_colouring(Pattern.of(arrow)).count
    (6, 2)
    """

    pattern: Pattern
    groups: Indices
    count: int
    read_row: Indices
    read_group: Indices
    read_column: Indices


def column_colouring(pattern: Pattern) -> Colouring:
    """Groups of columns of which no two share a row (greedy; Gebremedhin, Manne and Pothen 2005, Algorithm 3.1).

    The greedy algorithm runs in the order of falling degree in the column intersection graph and in the given order,
    which is optimal for banded matrices; the fewer groups win.
    """
    if pattern.nnz == pattern.shape[0] * pattern.shape[1] > 0:
        groups = np.arange(pattern.shape[1])
    else:
        row_sizes = np.bincount(pattern.indices, minlength=pattern.shape[0])
        weights = row_sizes[pattern.indices] - 1.0
        degrees: Vector = np.bincount(pattern.columns, weights=weights, minlength=pattern.shape[1]).astype(np.float64)
        groups = _fewest(pattern, degrees, _group_columns)
    return _read_directly(pattern, groups)


def star_colouring(pattern: Pattern) -> Colouring:
    """Groups of columns of a symmetric matrix from which each entry or its mirror image can be read.

    Adjacent columns differ, and no path of four columns has only two groups (a *star colouring*; Coleman and Moré
    1984; found greedily as in Gebremedhin et al. 2007, Algorithm 4.1).
    ``pattern`` is made symmetric first, so one triangle is enough.
    """
    whole = pattern.symmetric()
    n = whole.shape[1]
    if whole.nnz == n * n:
        return _read_directly(whole, np.arange(n))
    groups = _fewest(whole, np.diff(whole.indptr).astype(np.float64), _group_stars)
    count = _count(groups)
    keys = whole.indices.astype(np.int64) * max(count, 1) + groups[whole.columns]
    _, inverse, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    alone = sizes[inverse] == 1
    row, column = whole.indices.astype(np.int64), whole.columns
    return Colouring(
        whole,
        groups,
        count,
        np.where(alone, row, column),
        np.where(alone, groups[column], groups[row]),
        np.where(alone, column, row),
    )


def _read_directly(pattern: Pattern, groups: Indices) -> Colouring:
    columns = pattern.columns
    return Colouring(pattern, groups, _count(groups), pattern.indices.astype(np.int64), groups[columns], columns)


def _fewest(pattern: Pattern, degrees: Vector, group: _Grouping) -> Indices:
    largest_first = np.argsort(-degrees, kind="stable").tolist()
    given = list(range(pattern.shape[1]))
    return min((group(pattern, order) for order in (largest_first, given)), key=_count)


def _count(groups: Indices) -> int:
    return int(groups.max()) + 1 if groups.size else 0


def _group_columns(pattern: Pattern, order: list[int]) -> Indices:
    """Greedy: each column takes the first group that none of its rows has seen (sets of groups as bits of integers)."""
    rows_of = pattern.rows_of_columns
    seen = [0] * pattern.shape[0]
    groups = np.zeros(pattern.shape[1], dtype=np.int64)
    for column in order:
        forbidden = 0
        for row in rows_of[column]:
            forbidden |= seen[row]
        groups[column] = first = _first_free(forbidden)
        for row in rows_of[column]:
            seen[row] |= 1 << first
    return groups


def _group_stars(pattern: Pattern, order: list[int]) -> Indices:
    """Greedy star colouring: a vertex may not close a path v-w-x-y of two colours, as an end or as an inner vertex.

    ``seen[v]`` and ``twice[v]`` are the colours that at least one, at least two coloured neighbours of v have, and
    ``hubs[w]`` the colours of those neighbours x of w for which the colour of w is in ``twice[x]``.
    """
    neighbours = [[row for row in rows if row != v] for v, rows in enumerate(pattern.rows_of_columns)]
    n = pattern.shape[1]
    seen, twice, hubs, colour = [0] * n, [0] * n, [0] * n, [-1] * n
    for v in order:
        forbidden = seen[v]
        for w in neighbours[v]:
            if colour[w] >= 0:
                forbidden |= seen[w] if twice[v] >> colour[w] & 1 else hubs[w]
        colour[v] = _first_free(forbidden)
        _spread(v, neighbours, seen, twice, hubs, colour)
    return np.array(colour, dtype=np.int64)


def _spread(
    v: int, neighbours: list[list[int]], seen: list[int], twice: list[int], hubs: list[int], colour: list[int]
) -> None:
    """Tell the neighbourhood of v which colour v has just got."""
    own = 1 << colour[v]
    for x in neighbours[v]:
        if seen[x] & own:
            fresh = not twice[x] & own
            twice[x] |= own
            if colour[x] >= 0:
                for w in neighbours[x] if fresh else (v,):
                    if colour[w] == colour[v]:
                        hubs[w] |= 1 << colour[x]
        seen[x] |= own
    for w in neighbours[v]:
        if colour[w] >= 0 and twice[v] >> colour[w] & 1:
            hubs[w] |= own


def _first_free(forbidden: int) -> int:
    """The lowest bit that is not set."""
    return (~forbidden & (forbidden + 1)).bit_length() - 1
