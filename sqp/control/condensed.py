"""Condensing: the states are eliminated, and a dense program in the controls remains.

    dx_{k+1} = A_k dx_k + B_k du_k + gap_k     =>     dx = M [dx_0; 1; du]

M is made stage by stage, M_{k+1} = A_k M_k with gap_k added in the column of the 1 and B_k in those of du_k.  The whole
cost is a quadratic form in [dx_0; 1; du]; once the measured dx_0 is known, a few products complete the program.
"""

from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices, Vector
from sqp.bounds import Bounds
from sqp.control.linearisation import Linearisation
from sqp.control.plan import Plan
from sqp.control.recursion import Recursion
from sqp.control.rows import RowTable, row_table
from sqp.control.stages import Stages, Table
from sqp.qp.program import QuadraticProgram

Dense = NDArray[np.float64]

#: Growth of a perturbation over the horizon, beyond which a condensed program is all rounding.
_LARGEST = 1e14


@final
class Condenser:
    """Condenses the linearised stages of one problem.

    Parameters
    ----------
    stages : Stages
        If its initial state is given, dx_0 is data that the feedback brings; otherwise it is free.

    Examples
    --------
    >>> import sqp.control
    >>> from sqp.control.curvature import StageHessian
    >>> from sqp.control.linearisation import Lineariser
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0)
    >>> ocp.next_state({x: 2 * x + u})
    >>> ocp.stage_squares(u)
    >>> stages, plan = ocp.stages(), Plan.at_start(ocp.stages())
    >>> at = Lineariser(stages, StageHessian()).at(plan, stages.p, stages.g)
    >>> condensed = Condenser(stages).prepared(at, plan)
    >>> condensed.program(np.array([0.0])).P
    array([[2., 0.],
           [0., 2.]])
    """

    def __init__(self, stages: Stages) -> None:
        n, nx, nu = stages.horizon, stages.nx, stages.nu
        self.stages = stages
        self.table = row_table(stages)
        self.free_start = not bool(stages.given.all())
        columns = nx + 1 + n * nu
        self.free: Indices = np.delete(np.arange(columns), nx) if self.free_start else np.arange(nx + 1, columns)
        stage = np.arange(n)[:, None, None]
        own = nx + 1 + stage * nu + np.arange(nu)  # columns of the controls of each stage
        self._controls = (stage * nx + np.arange(nx)[:, None]) * columns + own  # of B_k, in a flat (N nx, columns)
        self._blocks = (nx + 1 + stage * nu + np.arange(nu)[:, None]) * columns + own  # of R_k, in a flat form

    def prepared(self, at: Linearisation, plan: Plan) -> Condensed:
        """All that does not depend on the measurement."""
        recursion = Recursion(at.A)
        M = self._propagation(at, recursion)
        cost, linear = self._cost(at, M)
        return Condensed(self, recursion, plan, M, cost, linear, *self._rows(at, plan, M))

    def _propagation(self, at: Linearisation, recursion: Recursion) -> Dense:
        """M, (N + 1, nx, nx + 1 + N nu)."""
        n, nx = self.stages.horizon, self.stages.nx
        columns = nx + 1 + n * self.stages.nu
        right = np.zeros((n * nx, columns))
        right[:nx, :nx] = at.A[0]
        right[:, nx] = at.gap.ravel()
        right.ravel()[self._controls] = at.B
        M = np.zeros((n + 1, nx, columns))
        M[0, :, :nx] = np.eye(nx)
        M[1:] = recursion.forwards(right).reshape(n, nx, columns)
        return M

    def _cost(self, at: Linearisation, M: Dense) -> tuple[Dense, Vector]:
        """The quadratic form in [dx_0; 1; du] and its linear part."""
        n, nx, nu = self.stages.horizon, self.stages.nx, self.stages.nu
        columns = M.shape[2]
        flat = M.reshape(-1, columns)
        form: Dense = flat.T @ np.matmul(at.Q, M).reshape(-1, columns)
        linear = at.gradient_x.ravel() @ flat
        linear[nx + 1 :] += at.gradient_u.ravel()
        if np.count_nonzero(at.S):
            mixed = np.matmul(at.S, M[:n]).reshape(n * nu, columns)
            form[nx + 1 :] += mixed
            form[:, nx + 1 :] += mixed.T
        form.ravel()[self._blocks] += at.R
        return form, linear

    def _rows(self, at: Linearisation, plan: Plan, M: Dense) -> tuple[Dense, Vector]:
        """The rows of the table in terms of [dx_0; 1; du], and their values at the plan."""
        table, nx, nu = self.table, self.stages.nx, self.stages.nu
        if not table.size:
            return np.zeros((0, M.shape[2])), np.zeros(0)
        k, i = table.states
        parts, values = [M[k, i]], [plan.x[k, i]]
        k, i = table.path
        if k.size:
            rows = np.matmul(at.C[:, :, :nx], M[:-1])[k, i]
            columns = nx + 1 + k[:, None] * nu + np.arange(nu)
            rows[np.arange(k.size)[:, None], columns] += at.C[k, i, nx:]
            parts.append(rows)
            values.append(at.c[k, i])
        if table.end.size:
            parts.append(at.C_end[table.end] @ M[-1])
            values.append(at.c_end[table.end])
        return np.concatenate(parts), np.concatenate(values)


@final
class Condensed:
    """A condensed program that waits for the measurement."""

    def __init__(
        self,
        origin: Condenser,
        recursion: Recursion,
        plan: Plan,
        M: Dense,
        cost: Dense,
        linear: Vector,
        rows: Dense,
        values: Vector,
    ) -> None:
        stages = origin.stages
        self.table: RowTable = origin.table
        self.free_start = origin.free_start
        self.recursion = recursion
        self._stages, self._M, self._free = stages, M, origin.free
        self._form, self._linear = cost, linear
        self._P = _block(cost, origin.free)
        self._rows, self._values = rows, values
        self._A = np.ascontiguousarray(rows[:, origin.free])
        box = Bounds.trusted((stages.control_lower - plan.u).ravel(), (stages.control_upper - plan.u).ravel())
        self._box = box if not origin.free_start else _with_start(box, stages, plan)

    @property
    def is_usable(self) -> bool:
        """Whether all functions were finite, and the linearised course did not explode."""
        with np.errstate(over="ignore", invalid="ignore"):
            finite = bool(np.isfinite(self._form.sum() + self._linear.sum() + self._rows.sum()))
        return finite and float(np.abs(self._M).max()) <= _LARGEST

    def program(self, start: Vector) -> QuadraticProgram:
        """The dense program for the step ``start`` of the initial state, (nx,), which is data unless it is free."""
        fixed = self._fixed(start)
        nx = fixed.size
        q = self._linear[self._free] + self._form[self._free, :nx] @ fixed
        if not self.table.size:
            return QuadraticProgram(self._P, q, self._A, Bounds.trusted(np.zeros(0), np.zeros(0)), self._box)
        offset = self._values + self._rows[:, :nx] @ fixed
        rows = Bounds.trusted(self.table.lower - offset, self.table.upper - offset)
        return QuadraticProgram(self._P, q, self._A, rows, self._box)

    def steps(self, start: Vector, v: Vector) -> tuple[Table, Table]:
        """dx and du, (N + 1, nx) and (N, nu), from the free steps."""
        whole = np.zeros(self._form.shape[0])
        whole[: start.size + 1] = self._fixed(start)
        whole[self._free] = v
        nx = self._stages.nx
        dx = (self._M.reshape(-1, whole.size) @ whole).reshape(self._M.shape[:2])
        return dx, whole[nx + 1 :].reshape(self._stages.horizon, self._stages.nu)

    def _fixed(self, start: Vector) -> Vector:
        """[dx_0; 1], with zeros where dx_0 is free."""
        return np.append(np.zeros(start.size) if self.free_start else start, 1.0)


def _block(matrix: Dense, kept: Indices) -> Dense:
    first = int(kept[0]) if kept.size else 0
    if kept.size == matrix.shape[0] - first:
        return np.ascontiguousarray(matrix[first:, first:])
    return matrix[np.ix_(kept, kept)]


def _with_start(box: Bounds, stages: Stages, plan: Plan) -> Bounds:
    return Bounds.trusted(
        np.concatenate((stages.state_lower[0] - plan.x[0], box.lower)),
        np.concatenate((stages.state_upper[0] - plan.x[0], box.upper)),
    )
