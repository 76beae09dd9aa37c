"""Find what can be taken out of a problem: variables whose bounds agree, constant rows, linear rows that are bounds.

Which rows are linear is asked of the problem and never guessed from values; a linear row is then known from its value
and its gradient at one point x0,

    c_i(x) = c_i(x0) + a (x - x0).

A row whose bound would suffer from the rounding of x0 stays where it is.

References
----------
E. D. Andersen, K. D. Andersen (1995), Presolving in linear programming, Math. Programming 71, 221-245: Section 3.1
    (empty rows, fixed variables, singleton rows), applied again until nothing more is found.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.model.problem import HasJacobianPattern, HasLinearRows, Problem, provides
from sqp.presolve.reduction import Reduction, Sources

_ROUNDING = float(np.finfo(np.float64).eps)
#: Relative error that a bound made from a row may have.
_EXACT = 1e-12
#: Relative violation up to which constants and bounds count as satisfied.  A row that is violated by more stays, unless
#: the violation is beyond what the solve would accept: then it is a contradiction.
_SATISFIED = 1e-9


@dataclass(frozen=True, eq=False)
class Contradiction:
    """A row that cannot hold, alone or beside another row or a bound that it is at odds with.

    Attributes
    ----------
    row : int
    required : (lower, upper)
        What the row requires: of its constant value if ``variable`` is -1, of that variable otherwise.
    value : float
        The row's value, or the bound of the variable that does not admit it.
    variable : int
        The variable, or -1.
    against : int
        The row that states the bound, -1 if it is the variable's own.
    """

    row: int
    required: tuple[float, float]
    value: float
    variable: int = -1
    against: int = -1


@dataclass(frozen=True, eq=False)
class Found:
    """The outcome of a search: the reduction as far as it got, and the first contradiction, if there is one."""

    reduction: Reduction
    contradiction: Contradiction | None = None


def removable_rows(problem: Problem) -> Mask | None:
    """(m,) the rows that may be taken out once they have at most one variable left; None if there are none.

    They are linear, or have no variable that is not fixed.  Nothing is evaluated.
    """
    m = problem.constraint_bounds.size
    if not m:
        return None
    constant, short = np.zeros(m, dtype=np.bool_), np.ones(m, dtype=np.bool_)
    if provides(problem, HasJacobianPattern):
        pattern = problem.jacobian_pattern
        free = ~problem.variable_bounds.equalities[pattern.columns]
        count = np.bincount(pattern.indices[free], minlength=m)
        constant, short = count == 0, count <= 1
    if not short.any():
        return None
    rows = constant | problem.linear_constraints if provides(problem, HasLinearRows) else constant
    return rows if (rows & short).any() else None


def found_in(
    problem: Problem, x0: Vector, rows: Mask | None, c: Vector, jac: Matrix, acceptable: float = _SATISFIED
) -> Found | None:
    """What can be taken out of the problem; None if that is nothing, or everything.

    Parameters
    ----------
    problem : Problem
    x0 : (n,)
        A point within the variable bounds.
    rows : (m,) or None
        From :func:`removable_rows`.
    c, jac : (m,), (m, n)
        Values and Jacobian at ``x0``; not used if ``rows`` is None.
    acceptable : float
        Largest relative violation of a row that a feasible point may have.

    Examples
    --------
    >>> import casadi as ca
    >>> from sqp.model.casadi_problem import CasadiProblem
    >>> x = ca.SX.sym("x", 2)
    >>> problem = CasadiProblem(x, ca.sumsqr(x), 2 * x[1], constraint_bounds=Bounds([6.0], [8.0]))
    >>> x0 = problem.start
    >>> found = found_in(problem, x0, removable_rows(problem), problem.constraints(x0), problem.jacobian(x0))
    >>> found.reduction.bounds.lower, found.reduction.rows
    (array([-inf,   3.]), array([], dtype=int64))
    """
    search = _Search(problem, x0, acceptable)
    contradiction = None if rows is None else search.take(np.flatnonzero(rows), c, jac)
    reduction = search.reduction()
    if contradiction is not None:
        return Found(reduction, contradiction)
    everything = not reduction.variables.size
    nothing = (reduction.rows.size, reduction.variables.size) == reduction.shape
    return None if everything or nothing else Found(reduction)


@final
class _Search:
    """The bounds as they are tightened, and the rows as they lose their variables."""

    def __init__(self, problem: Problem, x0: Vector, acceptable: float) -> None:
        self._acceptable = max(acceptable, _SATISFIED)
        box, self._sides = problem.variable_bounds, problem.constraint_bounds
        self._x0 = x0
        self._lower, self._upper = box.lower.copy(), box.upper.copy()
        self._gone = np.zeros(self._sides.size, dtype=np.bool_)
        self._order: list[int] = []
        none = np.full(x0.size, -1)
        self._sources = Sources(none.copy(), none.copy(), np.zeros(self._sides.size))

    def reduction(self) -> Reduction:
        return Reduction(
            np.flatnonzero(self._lower != self._upper),
            np.flatnonzero(~self._gone),
            Bounds(self._lower, self._upper),
            self._sources,
            np.array(self._order, dtype=np.int64),
            (self._gone.size, self._x0.size),
        )

    def take(self, rows: Indices, c: Vector, jac: Matrix) -> Contradiction | None:
        """Go through the rows until none of them has fewer than two variables; stop at a contradiction."""
        A: Any = sparse.csr_array(jac)[rows]
        A.eliminate_zeros()
        columns: Any = sparse.csc_array(A)
        free = self._lower != self._upper
        count = np.bincount(np.repeat(np.arange(rows.size), np.diff(A.indptr))[free[A.indices]], minlength=rows.size)
        value, size = c[rows].copy(), np.abs(c[rows])
        waiting = np.flatnonzero(count <= 1)[::-1].tolist()
        while waiting:
            k = waiting.pop()
            if self._gone[rows[k]]:
                continue
            part = slice(A.indptr[k], A.indptr[k + 1])
            open_ = [(int(j), float(a)) for j, a in zip(A.indices[part], A.data[part], strict=True) if free[j]]
            if not open_:
                contradiction = self._constant(int(rows[k]), float(value[k]), float(size[k]))
            else:
                contradiction = self._bound(int(rows[k]), *open_[0], float(value[k]), float(size[k]))
            if contradiction is not None:
                return contradiction
            j = open_[0][0] if open_ else -1
            if j >= 0 and self._lower[j] == self._upper[j]:
                free[j] = False
                self._order.append(j)
                part = slice(columns.indptr[j], columns.indptr[j + 1])
                touched, moved = columns.indices[part], columns.data[part] * (self._lower[j] - self._x0[j])
                value[touched] += moved
                size[touched] += np.abs(moved)
                count[touched] -= 1
                waiting += [int(i) for i in touched if count[i] <= 1]
        return None

    def _constant(self, row: int, value: float, size: float) -> Contradiction | None:
        """A row without variables: gone if it holds, a contradiction if it does not."""
        required = float(self._sides.lower[row]), float(self._sides.upper[row])
        unit = float(self._sides.scale[row])
        excess = max(required[0] - value, value - required[1])
        if not 4 * _ROUNDING * size <= _EXACT * max(unit, abs(value)):
            return None
        if excess > self._acceptable * unit:
            return Contradiction(row, required, value)
        self._gone[row] = excess <= _SATISFIED * unit
        return None

    def _bound(self, row: int, j: int, a: float, value: float, size: float) -> Contradiction | None:
        """A row a x_j + b: gone, with its interval as bounds of x_j."""
        size += abs(a * self._x0[j])
        b = value - a * float(self._x0[j])
        low, high = sorted(((float(self._sides.lower[row]) - b) / a, (float(self._sides.upper[row]) - b) / a))
        finite = [abs(side) for side in (low, high) if np.isfinite(side)]
        if not 4 * _ROUNDING * size / abs(a) <= _EXACT * max(1.0, *finite, 1.0):
            return None
        for gap, limit, sources in (
            (low - self._upper[j], self._upper[j], self._sources.upper),
            (self._lower[j] - high, self._lower[j], self._sources.lower),
        ):
            if gap <= 0.0:
                continue
            excess = abs(a) * gap / float(self._sides.scale[row])  # of the row, where the variable is at its limit
            if excess > self._acceptable:
                self._sources.coefficients[row] = a
                return Contradiction(row, (low, high), float(limit), j, int(sources[j]))
            if max(excess, gap / max(1.0, abs(limit))) > _SATISFIED:
                return None
        self._sources.coefficients[row] = a
        self._tighten(row, j, low, high)
        self._gone[row] = True
        return None

    def _tighten(self, row: int, j: int, low: float, high: float) -> None:
        if low > self._lower[j]:
            self._lower[j] = min(low, self._upper[j])
            self._sources.lower[j] = row
        if high < self._upper[j]:
            self._upper[j] = max(high, self._lower[j])
            self._sources.upper[j] = row
