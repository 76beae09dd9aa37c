"""Moving horizon estimation: the state that explains the last measurements best."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.arrival import Arrival
from sqp.control.budget import iterated
from sqp.control.estimation import estimation_stages
from sqp.control.iteration import Iteration
from sqp.control.mpc_settings import MPCSettings
from sqp.control.ocp import ControlStatement
from sqp.control.parameters import ParameterValues
from sqp.control.plan import Plan
from sqp.control.status import Status, StepReport
from sqp.errors import ModelError, OptionError, SolveFailed
from sqp.settings import whole_number


@final
class MovingHorizonEstimator:
    """Estimates the state from measurements, on the dynamics and the state bounds of an optimal control problem.

    Until the window is full it grows; then what is known from before it enters by a prior, which is moved on like the
    estimate of an extended Kalman filter.  For a linear model without bounds the estimates are those of the Kalman
    filter.

    Parameters
    ----------
    ocp : OptimalControlProblem
        Its first interval is one sample; costs and constraints other than state bounds are not used.
    outputs : expression
        What is measured, in the symbols of ``ocp``, as one column.
    noise : number or (ny,)
        Standard deviation of each measurement; positive.
    disturbance : number or (nx,)
        Standard deviation of what disturbs each state during one sample; not negative.
    prior : (nx,)
        What is thought of the state before the first measurement.
    uncertainty : number or (nx,)
        Standard deviation of the prior; positive.
    window : int
        Number of intervals; at least 1.
    **settings
        Fields of :class:`sqp.control.mpc_settings.MPCSettings`.

    References
    ----------
    Rao, Rawlings, Mayne, "Constrained state estimation for nonlinear discrete-time systems", IEEE TAC 48 (2003).

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("drift", horizon=1)
    >>> s, v = ocp.state("s", initial=0.0), ocp.state("v", initial=0.0)
    >>> ocp.next_state({s: s + 0.1 * v, v: v})
    >>> mhe = MovingHorizonEstimator(ocp, s, noise=0.01, disturbance=1e-4, prior=[0.0, 0.0], uncertainty=1.0, window=8)
    >>> for k in range(20):
    ...     estimate = mhe.step([0.1 * k])
    >>> estimate.round(2)
    array([1.9, 1. ])
    """

    def __init__(
        self,
        ocp: ControlStatement,
        outputs: Any,
        *,
        noise: ArrayLike,
        disturbance: ArrayLike,
        prior: ArrayLike,
        uncertainty: ArrayLike,
        window: int = 10,
        **settings: Any,
    ) -> None:
        whole_number("MovingHorizonEstimator.window", window, least=1)
        model, output = ocp.stages(), ocp.output(outputs)
        self._model = model
        self.settings = MPCSettings(**settings)
        self._weights = 1.0 / _deviations("noise", noise, output.numel_out(0))
        spread = _deviations("disturbance", disturbance, model.nx, least=0.0)
        self.stages = estimation_stages(model, output, window, spread)
        given = self.settings
        self._iteration = Iteration(self.stages, given.hessian, given.qp, compile=given.compile)
        self._values = ParameterValues(model)
        self._first = np.array(prior, dtype=np.float64).ravel()
        if self._first.shape != (model.nx,):
            raise ModelError(f"prior must have {model.nx} entries, one for each state, got {self._first.size}")
        self._arrival = Arrival(model, output, spread)
        self._uncertainty = _deviations("uncertainty", uncertainty, model.nx)
        self.reset()

    def reset(self) -> None:
        """Forget all measurements."""
        self._p = self.stages.p.copy()
        self._count = -1  # the node of the last measurement
        self._arrival.reset(self._first, self._uncertainty)
        start = Plan.at_start(self.stages)
        self._plan = replace(start, x=np.tile(self._first, (self.stages.horizon + 1, 1)))
        self.report = StepReport(Status.SOLVED)

    @property
    def states(self) -> Any:
        """(samples in the window, nx): the smoothed states, the present one last."""
        return self._plan.x[: self._count + 1].copy()

    def step(
        self, measured: ArrayLike, control: ArrayLike | None = None, parameters: Mapping[str, ArrayLike] | None = None
    ) -> Vector:
        """The estimate of the present state, (nx,).

        Parameters
        ----------
        measured : (ny,)
            NaN where a measurement is missing.
        control : (nu,), optional
            What acted since the last call; not needed in the first one.
        parameters : mapping, optional
        """
        begin = time.perf_counter()
        y = np.array(measured, dtype=np.float64).ravel()
        if y.size != self._weights.size:
            raise ModelError(f"there are {self._weights.size} outputs, got {y.size} measurements")
        p, g = self._values.values(parameters)
        self._extend(y, control, p[0], g)
        data = self._p, np.concatenate((g, self._arrival.prior, self._arrival.information.ravel(order="F")))
        prepared = self._iteration.prepared(self._plan, *data)
        if prepared is None:
            self.report = StepReport(Status.MODEL_FAILED)
        else:
            deadline = self.settings.deadline
            self._plan, self.report = iterated(
                self._iteration, prepared, self._plan.x[0], data, self.settings,
                lambda: deadline is not None and time.perf_counter() - begin > deadline,
            )  # fmt: skip
        self.report = replace(self.report, feedback=time.perf_counter() - begin)
        if self.settings.raises and not self.report.status.is_fresh:
            raise SolveFailed(self.report.message, self.report)
        return self._plan.x[self._count].copy()

    def _extend(self, y: Vector, control: ArrayLike | None, p: Vector, g: Vector) -> None:
        """Take in a measurement and the control before it; move the window if it is full."""
        nu, ny = self._model.nu, self._weights.size
        last = self._p[max(self._count, 0), :nu]
        u = last if control is None else np.array(control, dtype=np.float64).ravel()
        if u.size != nu:
            raise ModelError(f"there are {nu} controls, got {u.size}")
        acted = np.where(np.isfinite(u), u, last)
        seen = np.isfinite(y)
        if self._count == self.stages.horizon:
            self._move(g)
        if self._count >= 0:
            self._p[self._count, :nu] = acted
        self._count += 1
        self._p[self._count :, :nu] = acted
        self._p[self._count :, nu : nu + p.size] = p
        self._p[self._count, nu + p.size : nu + p.size + ny] = np.where(seen, y, 0.0)
        self._p[self._count, nu + p.size + ny :] = np.where(seen, self._weights, 0.0)

    def _move(self, g: Vector) -> None:
        """Drop the first sample: its measurement goes into the prior."""
        nu, ny, n = self._model.nu, self._weights.size, self.stages.horizon
        first = self._p[0]
        u, p, y, s = np.split(first, np.cumsum([nu, self._model.np, ny]))
        self._arrival.move(self._plan.x[0], u, p, g, y, s)
        self._p = np.concatenate((self._p[1:], self._p[-1:]))
        self._p[n, nu + self._model.np :] = 0.0
        self._plan = self._iteration.shifted(
            replace(self._plan, u=np.concatenate((self._plan.u[:-1], np.zeros((1, self.stages.nu))))),
            self._p, np.concatenate((g, np.zeros(self.stages.ng - g.size))),
        )  # fmt: skip
        self._count -= 1


def _deviations(name: str, given: ArrayLike, size: int, least: float | None = None) -> Vector:
    """(size,) standard deviations from one for all, or one for each.

    Raises
    ------
    OptionError
        If one is not positive (or negative, where 0 is allowed), not finite, or the number does not fit.
    """
    array = np.array(given, dtype=np.float64).ravel()
    in_range = (array >= least).all() if least is not None else (array > 0.0).all()
    if not in_range or not np.isfinite(array).all() or array.size not in (1, size):
        range_ = "not negative" if least is not None else "positive"
        raise OptionError(f"{name} must be one or {size} finite {range_} standard deviations, got {given}")
    return np.broadcast_to(array, (size,)).copy()
