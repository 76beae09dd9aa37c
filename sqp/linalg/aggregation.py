"""Disjoint groups of neighbouring unknowns: the coarse unknowns of an algebraic multigrid method.

Roots are chosen so that no two of them are neighbours of neighbours (a maximal independent set of the squared graph);
each unknown joins a root within two steps.  All unknowns are decided on at once, in a few rounds over the entries.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Vector

_ROUNDS = 30
_UNDECIDED, _OUT, _ROOT = 1, 0, 2


def aggregates(strong: sparse.csr_array, seed: int = 0) -> Indices:
    """(n,) number of the group of each unknown, 0 to k - 1; every unknown belongs to one.

    Parameters
    ----------
    strong : (n, n) csr
        Pattern of the strong connections, symmetric, with a full diagonal.
    seed : int
        Of the order in which unknowns become roots; the same seed gives the same groups.

    References
    ----------
    Bell, Dalton, Olson, "Exposing fine-grained parallelism in algebraic multigrid methods", SIAM J. Sci. Comput. 34
    (2012), Algorithms 4 and 5.

    Examples
    --------
    >>> chain = sparse.csr_array(sparse.diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(6, 6)))
    >>> groups = aggregates(chain)
    >>> bool(groups.max() < 5 and np.unique(groups).size == groups.max() + 1)
    True
    """
    n = strong.shape[0]
    rank = np.random.default_rng(seed).permutation(n).astype(np.int64)
    state = np.full(n, _UNDECIDED, dtype=np.int64)
    for _ in range(_ROUNDS):
        # One number orders by state first and by rank second; roots outrank all, whoever is out ranks last.
        key = state * n + rank
        largest = _over_neighbours(strong, _over_neighbours(strong, key))
        undecided = state == _UNDECIDED
        state[undecided & (largest == key)] = _ROOT
        state[undecided & (largest >= _ROOT * n)] = _OUT
        if not (state == _UNDECIDED).any():
            break
    roots = state != _OUT
    number = np.full(n, -1, dtype=np.int64)
    number[roots] = np.arange(np.count_nonzero(roots))
    for _ in range(2):
        joined = _over_neighbours(strong, number)
        number = np.where(number < 0, joined, number)
    alone = number < 0
    number[alone] = number.max(initial=-1) + 1 + np.arange(np.count_nonzero(alone))
    return number


def piecewise_constant(groups: Indices) -> sparse.csr_array:
    """(n, k) prolongation whose columns are the normalised indicators of the groups."""
    sizes: Vector = np.bincount(groups).astype(np.float64)
    n = groups.size
    values = 1.0 / np.sqrt(sizes[groups])
    return sparse.csr_array((values, groups.astype(np.int32), np.arange(n + 1, dtype=np.int32)), shape=(n, sizes.size))


def _over_neighbours(graph: sparse.csr_array, values: Indices) -> Indices:
    """(n,) largest value among the neighbours of each unknown, itself included."""
    return np.maximum.reduceat(values[graph.indices], graph.indptr[:-1])
