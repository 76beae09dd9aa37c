"""Iterations over a horizon until they are short, or the budget or the time is used."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sqp.arrays import Vector
from sqp.control.iteration import Direction, Iteration, Prepared
from sqp.control.merit import searched
from sqp.control.mpc_settings import MPCSettings
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.status import Status, StepReport
from sqp.control.step_solver import Verdict


def iterated(
    iteration: Iteration,
    prepared: Prepared,
    start: Vector,
    data: tuple[Table, Vector],
    settings: MPCSettings,
    is_late: Callable[[], bool],
) -> tuple[Plan, StepReport]:
    """The best plan for the state ``start`` that the budget allows, and how it was found.

    With one iteration the step is a full one; with more, each but the last is shortened by a merit function.  If the
    first program has no usable answer the plan is the one that was ``prepared``.
    """
    plan, status, spent = prepared.plan, Status.BUDGET, 0
    softened = False

    def report(status: Status, count: int) -> tuple[Plan, StepReport]:
        if softened and status.is_fresh:
            status = Status.SOFTENED
        return plan, StepReport(status, count, spent, prepared.at.value, prepared.gap)

    for count in range(1, settings.iterations + 1):
        if is_late():
            return report(Status.DEADLINE, count - 1)
        direction = iteration.direction(prepared, start)
        spent += direction.solved.iterations
        if not direction.usable:
            return report(Status.QP_FAILED, count)
        softened = direction.solved.verdict is Verdict.SOFTENED
        plan = iteration.stepped(prepared, direction)
        if settings.iterations == 1:
            return report(Status.SOLVED, count)
        if _is_short(direction, iteration.stages, settings.tolerance):
            return report(Status.CONVERGED, count)
        if count < settings.iterations:
            following = searched(iteration, prepared, direction, *data)
            if following is None:
                plan = prepared.plan
                return report(Status.MODEL_FAILED, count)
            prepared, plan = following, following.plan
    return report(status, settings.iterations)


def _is_short(direction: Direction, stages: Stages, tolerance: float) -> bool:
    largest = max(
        float(np.abs(direction.dx / stages.state_scale).max(initial=0.0)),
        float(np.abs(direction.du / stages.control_scale).max(initial=0.0)),
    )
    return largest <= tolerance
