"""A closed loop computed in Python, as numbers that the self-test of the generated project compares with its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.arrays import Vector
from sqp.control.codegen.tables import table_text
from sqp.control.iteration import Direction, Iteration, Prepared
from sqp.control.mpc_settings import MPCSettings
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.step_solver import Verdict
from sqp.errors import ProblemError

#: Largest gradient by a free control, relative to its terms, of a QP that can judge another solver.
EXACT = 1e-10


@dataclass(frozen=True, eq=False)
class ClosedLoop:
    """Real-time iterations of :class:`sqp.control.MPC` against the model, disturbed after each step.

    Attributes
    ----------
    start : Plan
        What the first iteration linearises.
    measured : (steps, nx)
    controls : (steps, nu)
    ends : (steps, nx)
        The last state of each plan.
    relaxed : (steps,) int
        1 where hard rows had to be made soft.
    """

    start: Plan
    measured: Table
    controls: Table
    ends: Table
    relaxed: Table

    @property
    def steps(self) -> int:
        return self.measured.shape[0]


def closed_loop(stages: Stages, settings: MPCSettings, steps: int, noise: float = 1e-3, seed: int = 0) -> ClosedLoop:
    """Compute ``steps`` of them; ``noise`` is relative to the scales of the states.

    It ends early at a QP that failed or was not solved exactly, as may happen with long horizons of unstable systems.

    Raises
    ------
    ProblemError
        If already the first QP fails.

    Examples
    --------
    >>> import sqp, sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=5)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.next_state({x: x + u})
    >>> ocp.stage_squares(sqp.stack([x, u]))
    >>> closed_loop(ocp.stages(), MPCSettings(), 3).controls.shape
    (3, 1)
    """
    rng = np.random.default_rng(seed)
    iteration = Iteration(stages, settings.hessian, settings.qp)
    x = stages.initial_state
    plan = start = iteration.rolled_out(Plan.at_start(stages), x, stages.p, stages.g)
    rows: list[tuple[Vector, ...]] = []
    for _ in range(steps):
        prepared = iteration.prepared(plan, stages.p, stages.g)
        direction = None if prepared is None else iteration.direction(prepared, x)
        if prepared is None or direction is None or not direction.usable or not _is_exact(stages, prepared, direction):
            break
        plan = iteration.stepped(prepared, direction)
        relaxed = float(direction.solved.verdict is Verdict.SOFTENED)
        rows.append((x, plan.u[0], plan.x[-1], np.array([relaxed])))
        following = np.array(stages.dynamics(x, plan.u[0], stages.p[0], stages.g)).ravel()
        x = following + noise * stages.state_scale * rng.normal(size=stages.nx)
        plan = iteration.shifted(plan, stages.p, stages.g)
    if not rows:
        raise ProblemError("the first QP has no usable answer at the initial state: there is nothing to test against")
    return ClosedLoop(start, *(np.array(part) for part in zip(*rows, strict=True)))


def _is_exact(stages: Stages, prepared: Prepared, direction: Direction) -> bool:
    """Whether the gradient by all controls inside their bounds vanishes up to rounding."""
    at, n = prepared.at, stages.horizon
    terms = [
        at.gradient_u,
        np.matmul(at.R, direction.du[:, :, None])[:, :, 0],
        np.matmul(at.S, direction.dx[:n, :, None])[:, :, 0],
        np.matmul(direction.a[:, None, :], at.B)[:, 0],
    ]
    if direction.y.size:
        terms.append(np.matmul(direction.y[:, None, :], at.C[:, :, stages.nx :])[:, 0])
    u = prepared.plan.u + direction.du
    margin = 1e-9 * stages.control_scale
    inside = (u > stages.control_lower + margin) & (u < stages.control_upper - margin)
    size = 1.0 + np.abs(np.array(terms)).max()
    return bool(np.abs(np.sum(terms, axis=0))[inside].max(initial=0.0) <= EXACT * size)


def vectors_text(loop: ClosedLoop, prefix: str, real: str, tolerance: float) -> str:
    """The header that the self-test includes."""
    guard = f"{prefix.upper()}_VECTORS_H"
    tables = {
        "start_x": loop.start.x,
        "start_u": loop.start.u,
        "measured": loop.measured,
        "expected_control": loop.controls,
        "expected_end": loop.ends,
    }
    statuses = ", ".join(f"{prefix.upper()}_INFEASIBLE" if part else f"{prefix.upper()}_OK" for (part,) in loop.relaxed)
    texts = [table_text(name, table, real) for name, table in tables.items()]
    texts.append(f"static const {prefix}_status expected_status[{loop.steps}] = {{{statuses}}};")
    head = [f"/* {prefix}: a closed loop computed in Python. */", f"#ifndef {guard}", f"#define {guard}"]
    head += [f"#define VECTORS {loop.steps}", f"#define TOLERANCE {tolerance}"]
    return "\n".join([*head, "#include <math.h>", *texts, "#endif", ""])
