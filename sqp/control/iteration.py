"""One iteration of sequential quadratic programming over a horizon, in its two halves.

The first half needs no measurement: linearise and condense.  The second solves the program for the measured state.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import final

import numpy as np

from sqp.arrays import Vector
from sqp.control.condensed import Condensed, Condenser
from sqp.control.curvature import StageHessian
from sqp.control.linearisation import Linearisation, Lineariser
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.step_solver import Solved, StepQP, Verdict
from sqp.model.buffered import BufferedFunction


@dataclass(frozen=True, eq=False)
class Prepared:
    """A plan, its linearisation, and the condensed program."""

    plan: Plan
    at: Linearisation
    condensed: Condensed

    @property
    def gap(self) -> float:
        """Largest difference F_k - x_{k+1}."""
        return float(np.abs(self.at.gap).max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Direction:
    """The steps of states and controls with the multipliers of the program, and how it was solved."""

    dx: Table
    du: Table
    a: Table
    y: Table
    y_end: Vector
    solved: Solved

    @property
    def usable(self) -> bool:
        """Whether there is a step, all of whose entries are finite."""
        return self.solved.verdict is not Verdict.FAILED and bool(
            np.isfinite(self.dx).all() and np.isfinite(self.du).all()
        )


@final
class Iteration:
    """Prepares and solves the programs of one problem.

    Parameters
    ----------
    stages : Stages
    hessian : StageHessian
    qp : StepQP
    compile : bool
        Whether the functions are compiled.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u")
    >>> ocp.next_state({x: x + u})
    >>> ocp.stage_squares(u)
    >>> ocp.terminal(x == 0.0)
    >>> stages = ocp.stages()
    >>> iteration = Iteration(stages, StageHessian(), StepQP())
    >>> prepared = iteration.prepared(Plan.at_start(stages), stages.p, stages.g)
    >>> plan = iteration.stepped(prepared, iteration.direction(prepared, np.array([1.0])))
    >>> plan.u.ravel().round(6), plan.a.ravel().round(6)
    (array([-0.5, -0.5]), array([1., 1.]))
    """

    def __init__(self, stages: Stages, hessian: StageHessian, qp: StepQP, *, compile: bool = False) -> None:  # noqa: A002
        self.stages = stages
        self._lineariser = Lineariser(stages, hessian, compile=compile)
        self._condenser = Condenser(stages)
        self._dynamics = BufferedFunction(stages.dynamics)
        self._session = qp.start()
        self.table = self._condenser.table

    def prepared(self, plan: Plan, p: Table, g: Vector) -> Prepared | None:
        """Linearise and condense; None where the model, or its course from there, is not finite or explodes."""
        at = self._lineariser.at(plan, p, g)
        with np.errstate(over="ignore", invalid="ignore"):
            condensed = self._condenser.prepared(at, plan)
        return Prepared(plan, at, condensed) if condensed.is_usable else None

    def shifted(self, plan: Plan, p: Table, g: Vector) -> Plan:
        """The plan one interval later; its last state is where the last control leads if it is held."""
        last = self._dynamics(plan.x[-1], plan.u[-1], p[-1], g)
        later = plan.shifted(last if np.isfinite(last).all() else plan.x[-1])
        held = later.held
        if held is None or self._condenser.free_start:
            return replace(later, held=None)
        return replace(later, held=self.table.shifted(held, self.stages.nu))

    def rolled_out(self, plan: Plan, start: Vector, p: Table, g: Vector) -> Plan:
        """The states that the controls of a plan lead to from ``start``; the last finite one is kept."""
        x = np.empty_like(plan.x)
        x[0] = start
        for k in range(self.stages.horizon):
            following = self._dynamics(x[k], plan.u[k], p[k], g)
            x[k + 1] = following if np.isfinite(following).all() else x[k]
        return replace(plan, x=x)

    def direction(self, prepared: Prepared, start: Vector) -> Direction:
        """The solution of the program from the state ``start``, (nx,)."""
        plan, condensed = prepared.plan, prepared.condensed
        step = start - plan.x[0]
        solved = self._session.solve(condensed, step, plan.held)
        dx, du = condensed.steps(step, solved.v)
        y, y_end, z = self.table.multipliers(plan, solved.y)
        if self._condenser.free_start:
            z[0] = solved.z[: self.stages.nx]
        return Direction(dx, du, _adjoints(prepared, dx, du, y, y_end, z), y, y_end, solved)

    def stepped(self, prepared: Prepared, direction: Direction, length: float = 1.0) -> Plan:
        """The plan after a step, with controls inside their bounds."""
        plan, stages = prepared.plan, self.stages
        u = np.clip(plan.u + length * direction.du, stages.control_lower, stages.control_upper)
        return replace(
            plan,
            x=plan.x + length * direction.dx,
            u=u,
            a=plan.a + length * (direction.a - plan.a),
            y=plan.y + length * (direction.y - plan.y),
            y_end=plan.y_end + length * (direction.y_end - plan.y_end),
            held=direction.solved.held,
        )


def _adjoints(prepared: Prepared, dx: Table, du: Table, y: Table, y_end: Vector, z: Table) -> Table:
    """(N, nx) multipliers of the dynamics, from the stationarity of the states.

    a_{k-1} = q_k + Q_k dx_k + S_k' du_k + A_k' a_k + C_k' y_k + z_k
    """
    at = prepared.at
    n, nx = at.gap.shape
    rest = at.gradient_x + np.matmul(at.Q, dx[:, :, None])[:, :, 0] + z
    rest[:n] += np.matmul(du[:, None, :], at.S)[:, 0]
    if y.size:
        rest[:n] += np.matmul(y[:, None, :], at.C[:, :, :nx])[:, 0]
    rest[n] += y_end @ at.C_end
    return prepared.condensed.recursion.backwards(rest[1:])
