"""Least violation of linear inequalities: whether they are consistent, and which of them prove that they are not."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Vector

#: Total violation, in units of each condition, from which a set of conditions counts as inconsistent.
INCONSISTENT = 1e-6
#: Part of the largest multiplier below which a condition has no share in a proof.
_NO_SHARE = 1e-7


@dataclass(frozen=True, eq=False)
class Conditions:
    """``normals d <= limits``, k one-sided conditions on a step d.

    Attributes
    ----------
    normals : (k, n) csr_array
    limits : (k,)
    radius : (n,)
        ``|d_j| <= radius_j``; infinite entries for no limit.

    Examples
    --------
    Both d <= -1 and -d <= 0 cannot hold:

    >>> both = Conditions(sparse.csr_array([[1.0], [-1.0]]), np.array([-1.0, 0.0]), np.array([np.inf]))
    >>> Elastic(both, 10).proof(np.array([0, 1]))
    array([0, 1])
    """

    normals: sparse.csr_array
    limits: Vector
    radius: Vector


@final
class Elastic:
    """Asks linear programs about subsets of conditions, at most ``budget`` of them, until the ``deadline``.

    Attributes
    ----------
    left : int
        Linear programs that may still be solved; 0 after the deadline, in the time of :func:`time.perf_counter`.
    """

    def __init__(self, conditions: Conditions, budget: int, deadline: float = np.inf) -> None:
        self._all = conditions
        self._budget = budget
        self._deadline = deadline

    @property
    def left(self) -> int:
        return self._budget if time.perf_counter() < self._deadline else 0

    def proof(self, members: Indices) -> Indices | None:
        """The members that take part in a proof that these conditions are inconsistent; None if they are consistent.

        Minimise the sum of s subject to ``normals d - s <= limits``, s >= 0: if it is positive, the conditions with a
        positive multiplier are inconsistent by themselves (Farkas).
        """
        if not members.size:
            return None
        if not members.size:
            return None
        answer = self._solve(members, np.ones(members.size, dtype=np.bool_))
        if answer is None or answer.fun <= INCONSISTENT:
            return None
        share = -np.asarray(answer.ineqlin.marginals)
        return members[share > _NO_SHARE * share.max()]

    def needed(self, members: Indices, index: int) -> float:
        """By how much condition ``members[index]`` must be relaxed alone for all of them to hold; NaN if unknown."""
        elastic = np.zeros(members.size, dtype=np.bool_)
        elastic[index] = True
        answer = self._solve(members, elastic)
        return float("nan") if answer is None else float(answer.fun)

    def _solve(self, members: Indices, elastic: Mask) -> Any:
        """The optimal answer of the elastic linear program, None if there is none."""
        from scipy.optimize import linprog  # slow to import

        self._budget -= 1
        normals = self._all.normals[members]
        used = np.unique(normals.indices)
        k, n, slacks = members.size, used.size, int(elastic.sum())
        columns = sparse.csr_array((-np.ones(slacks), (np.flatnonzero(elastic), np.arange(slacks))), shape=(k, slacks))
        matrix = sparse.csr_array(sparse.hstack([normals[:, used], columns], format="csr"))
        cost = np.concatenate([np.zeros(n), np.ones(slacks)])
        low = np.concatenate([-self._all.radius[used], np.zeros(slacks)])
        high = np.concatenate([self._all.radius[used], np.full(slacks, np.inf)])
        solve: Any = linprog
        box = np.column_stack([low, high])
        seconds = max(0.1, min(self._deadline - time.perf_counter(), 1e6))
        limits = self._all.limits[members]
        answer = solve(cost, A_ub=matrix, b_ub=limits, bounds=box, method="highs", options={"time_limit": seconds})
        return answer if answer.status == 0 else None
