"""All finite limits of a problem, one side at a time: those of rows first, then those of variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Vector
from sqp.bounds import Bounds
from sqp.diagnosis.elastic import Conditions
from sqp.diagnosis.local import Local


@dataclass(frozen=True, eq=False)
class Sides:
    """The sides of the rows and of the variable bounds at a point, each a one-sided linear condition on a step d.

    Attributes
    ----------
    at : Local
    index : (k,)
        Of the row, or m plus the index of the variable.
    sign : (k,)
        +1 for an upper limit, -1 for a lower one.

    Examples
    --------
    >>> from sqp.diagnosis.local import local_problem
    >>> from sqp.model.nlp import NLP
    >>> problem = NLP(lambda x: x[0], [2.0], gradient=lambda x: [1.0], variable_bounds=(1.0, None))
    >>> sides = all_sides(local_problem(problem, np.array([2.0]), np.zeros(0), np.zeros(1)))
    >>> sides.stated(0), sides.names([0])
    ('x[0] >= 1', ('x[0]',))
    """

    at: Local
    index: Indices
    sign: Vector

    @cached_property
    def limits(self) -> Bounds:
        """(m + n,) of the rows and the variables."""
        rows, box = self.at.rows, self.at.box
        return Bounds.trusted(np.append(rows.lower, box.lower), np.append(rows.upper, box.upper))

    @property
    def unit(self) -> Vector:
        """(k,) in which a violation is measured."""
        return self.limits.scale[self.index]

    @cached_property
    def linear(self) -> Mask:
        """(k,) whether the condition is the same at every point."""
        return np.append(self.at.linear, np.ones(self.at.x.size, dtype=np.bool_))[self.index]

    def of_rows(self, members: Indices) -> Indices:
        """The rows among some sides."""
        index = self.index[members]
        return index[index < self.at.c.size]

    def conditions(self, reach: float) -> Conditions:
        """sign (value + normal d) <= sign limit in units of the limit, |d| <= reach max(1, |x|)."""
        at = self.at
        values = np.append(at.c, at.x)[self.index]
        limit = np.where(self.sign > 0.0, self.limits.upper[self.index], self.limits.lower[self.index])
        stacked = sparse.csr_array(sparse.vstack([at.jac, sparse.eye_array(at.x.size)], format="csr"))
        factor = self.sign / self.unit
        normals = sparse.csr_array(sparse.diags_array(factor) @ stacked[self.index])
        return Conditions(normals, factor * (limit - values), reach * np.maximum(1.0, np.abs(at.x)))

    def names(self, members: Sequence[int] | Indices) -> tuple[str, ...]:
        """The rows and variables of some sides, each once, in the order of the problem."""
        return tuple(self._name(int(i)) for i in np.unique(self.index[members]))

    def stated(self, member: int) -> str:
        """The condition as a person writes it."""
        i = int(self.index[member])
        low, high = float(self.limits.lower[i]), float(self.limits.upper[i])
        if low == high:
            return f"{self._name(i)} == {low:.6g}"
        return f"{self._name(i)} <= {high:.6g}" if self.sign[member] > 0 else f"{self._name(i)} >= {low:.6g}"

    def _name(self, index: int) -> str:
        m = self.at.c.size
        return self.at.row(index) if index < m else self.at.variable(index - m)


def all_sides(at: Local) -> Sides:
    """Every finite side."""
    everything = Sides(at, np.zeros(0, dtype=np.int64), np.zeros(0)).limits
    upper, lower = np.flatnonzero(everything.upper < np.inf), np.flatnonzero(everything.lower > -np.inf)
    index, sign = np.append(upper, lower), np.append(np.ones(upper.size), -np.ones(lower.size))
    order = np.argsort(index, kind="stable")
    return Sides(at, index[order], sign[order])
