"""Model predictive control: a control for each measurement, in time, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.budget import iterated
from sqp.control.iteration import Iteration, Prepared
from sqp.control.measurement import are_finite, free_states, measured_state, planned
from sqp.control.mpc_settings import MPCSettings
from sqp.control.ocp import ControlStatement
from sqp.control.parameters import ParameterValues
from sqp.control.plan import Plan
from sqp.control.problem import solved
from sqp.control.recorder import Entry, Snapshot
from sqp.control.stages import Stages
from sqp.control.status import Status, StepReport
from sqp.control.trajectory import Trajectory
from sqp.errors import ModelError, SolveFailed

Parameters = Mapping[str, ArrayLike] | None


@final
class MPC:
    """A controller that plans over the horizon of an optimal control problem at each sample.

    Nothing raises inside the loop unless ``raises`` is set: when a step fails, the control is the one the last plan
    intended for this time, and ``report`` says so.

    Parameters
    ----------
    ocp : OptimalControlProblem or Stages
        All its states have initial values, which the measurements replace.
    **settings
        Fields of :class:`sqp.control.mpc_settings.MPCSettings`.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=10, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.stage_squares(sqp.stack([x, 0.1 * u]))
    >>> mpc = MPC(ocp, rate=10.0, deadline=1.0)
    >>> mpc.step([1.0]).round(6), mpc.step({"x": 0.05}).round(2), mpc.report.status.name
    (array([-1.]), array([-0.31]), 'SOLVED')
    >>> mpc.step([float("nan")]).shape, mpc.report.status.name
    ((1,), 'NOT_FINITE')
    """

    def __init__(self, ocp: ControlStatement | Stages, **settings: Any) -> None:
        self.stages = ocp.stages() if isinstance(ocp, ControlStatement) else ocp
        free = free_states(self.stages)
        if free:
            raise ModelError(f"MPC measures every state: give {', '.join(free)} an initial value")
        self.settings = MPCSettings(**settings)
        given = self.settings
        self._iteration = Iteration(self.stages, given.hessian, given.qp, compile=given.compile)
        self._values = ParameterValues(self.stages)
        step = float(self.stages.times[1] - self.stages.times[0])
        self._sample = step if self.settings.rate is None else 1.0 / self.settings.rate
        self._fraction = self._sample / step
        self._clock: Callable[[], float] = self.settings.clock
        self._readings: list[float] = []
        self._replaying = False
        self.reset()

    def reset(self) -> None:
        """Forget the plan and the time: the next step is a first one."""
        self._state: Snapshot = Snapshot.at_start(self.stages, self._values.values(None))
        self._prepared: Prepared | None = None
        self.report = StepReport(Status.SOLVED)

    @property
    def plan(self) -> Plan:
        """The states, controls and multipliers that the last step intends."""
        return Plan.at_start(self.stages) if self._state.plan is None else self._state.plan

    def warm_up(self, x0: Any = None, parameters: Parameters = None, **settings: Any) -> Trajectory:
        """Solve the problem to convergence from the present state, and plan accordingly.

        The first step does this by itself if it was not done before the loop; it takes much longer than a step.

        Parameters
        ----------
        x0, parameters
            As for :meth:`step`.
        **settings
            Of :class:`sqp.SQP`.
        """
        start = self.stages.initial_state if x0 is None else measured_state(self.stages, x0)
        result = solved(self.stages, start, parameters, **settings)
        self.adopt(result)
        return result

    def adopt(self, result: Trajectory) -> None:
        """Plan according to a solution of the problem."""
        plan = planned(self.stages, result)
        if plan.is_finite:
            self._state = replace(self._state, plan=plan, applied=False)
            self._prepared = None

    def step(self, x0: Any, parameters: Parameters = None) -> Vector:
        """The control for a measured state: ``prepare`` and ``feedback`` in one call.

        Parameters
        ----------
        x0 : (nx,) array or mapping of states to values
        parameters : mapping of names to values, optional
            What is not given has the value it was stated with.

        Returns
        -------
        (nu,) array
            Always inside the bounds of the controls.
        """
        if self._state.plan is None:
            start = measured_state(self.stages, x0)
            if np.isfinite(start).all() and are_finite(self._values.values(parameters)):
                self.warm_up(start, parameters)
        self.prepare(parameters)
        return self.feedback(x0)

    def prepare(self, parameters: Parameters = None) -> None:
        """The part of a step that needs no measurement: move the plan on, linearise, condense."""
        self._readings = []
        self._before, self._given = self._state, parameters
        begin = self._now()
        self._advance()
        self._state = replace(self._state, data=self._values.values(parameters, self._state.elapsed))
        self._prepared = self._fresh() if are_finite(self._state.data) else None
        self._spent = self._now() - begin

    def feedback(self, x0: Any) -> Vector:
        """The control for a measured state, from what was prepared."""
        begin = self._now()
        start = measured_state(self.stages, x0)
        plan, report = self._answered(start, begin)
        doubtful = report.status is Status.QP_FAILED
        self._state = replace(self._state, plan=plan, applied=True, doubtful=doubtful)
        self.report = replace(report, prepare=self._spent, feedback=self._now() - begin)
        control = np.clip(plan.u[0], self.stages.control_lower[0], self.stages.control_upper[0])
        if self.settings.recorder is not None and not self._replaying:
            readings = tuple(self._readings)
            self.settings.recorder.add(Entry(self._before, self._given, start, readings, control.copy(), self.report))
        if self.settings.raises and not report.status.is_fresh:
            raise SolveFailed(report.message, self.report)
        return control

    def _answered(self, start: Vector, begin: float) -> tuple[Plan, StepReport]:
        """The plan that answers to a measurement, or the one made before if that cannot be."""
        if not (np.isfinite(start).all() and are_finite(self._state.data)):
            return self.plan, StepReport(Status.NOT_FINITE)
        self._state = replace(self._state, start=start)
        if self._prepared is None:
            return self.plan, StepReport(Status.MODEL_FAILED)
        deadline = self.settings.deadline

        def is_late() -> bool:
            return deadline is not None and self._spent + self._now() - begin > deadline

        return iterated(self._iteration, self._prepared, start, self._state.data, self.settings, is_late)

    def _advance(self) -> None:
        """Move the plan to the present sample if its control was applied."""
        state, iteration = self._state, self._iteration
        if state.plan is None:
            plan = iteration.rolled_out(Plan.at_start(self.stages), state.start, *state.data)
            self._state = replace(state, plan=plan)
        elif state.applied:
            plan = state.plan
            if self.settings.shift:
                whole = abs(self._fraction - 1.0) < 1e-9
                plan = iteration.shifted(plan, *state.data) if whole else plan.delayed(min(self._fraction, 1.0))
            self._state = replace(state, plan=plan, applied=False, elapsed=state.elapsed + self._sample)

    def _fresh(self) -> Prepared | None:
        """The program at the plan; where that failed or is not finite, at one that begins anew with its controls."""
        state = self._state
        prepared = None if state.doubtful else self._iteration.prepared(self.plan, *state.data)
        if prepared is None:
            anew = self._iteration.rolled_out(self.plan, state.start, *state.data)
            prepared = self._iteration.prepared(anew, *state.data)
        if prepared is None:
            still = replace(self.plan, x=np.tile(state.start, (self.stages.horizon + 1, 1)))
            prepared = self._iteration.prepared(still, *state.data)
        return prepared

    def replay(self, entry: Entry) -> Vector:
        """Repeat a recorded step from the same state and on the same clock; this controller stays as it is."""
        kept = self._state, self._clock, self.report, self._prepared
        readings = iter(entry.readings)
        self._state, self._clock, self._replaying = entry.before, readings.__next__, True
        try:
            self.prepare(entry.parameters)
            return self.feedback(entry.measured)
        finally:
            self._state, self._clock, self.report, self._prepared = kept
            self._replaying = False

    def _now(self) -> float:
        reading = self._clock()
        self._readings.append(reading)
        return reading
