"""Closed-loop studies: a controller and a plant, with noise, delay and disturbances."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.integrators import RK4, Integrator, Radau
from sqp.control.ocp import ControlStatement
from sqp.control.parameters import ParameterValues
from sqp.control.shooting import Shooting
from sqp.control.stages import Table
from sqp.control.status import StepReport
from sqp.errors import ProblemError
from sqp.model.buffered import BufferedFunction
from sqp.settings import whole_number


class Controller(Protocol):
    """What makes a control from a measurement."""

    report: StepReport

    def step(self, x0: Any, parameters: Mapping[str, ArrayLike] | None = None) -> Vector: ...


Plant = Callable[[Vector, Vector], ArrayLike]


@dataclass(frozen=True, eq=False)
class ClosedLoop:
    """A run of a controller and a plant over K samples.

    Attributes
    ----------
    x : (K + 1, nx)
        True states.
    u : (K, nu)
        Controls that acted.
    measured : (K, nx)
        What the controller saw.
    reports : tuple of StepReport
    seconds : (K,)
        Time of the steps, of this thread's processor.

    Examples
    --------
    >>> loop = ClosedLoop(np.ones((3, 1)), np.ones((2, 1)), np.ones((2, 1)), (), np.array([1e-3, 2e-3]))
    >>> loop.cost(lambda x, u: x @ x + u @ u)
    4.0
    """

    x: Table
    u: Table
    measured: Table
    reports: tuple[StepReport, ...]
    seconds: Vector

    def cost(self, stage: Callable[[Vector, Vector], float]) -> float:
        """The sum of a cost of state and control over the samples."""
        return float(sum(float(stage(x, u)) for x, u in zip(self.x, self.u, strict=False)))


def simulate(
    controller: Controller,
    plant: Plant,
    x0: ArrayLike,
    samples: int,
    *,
    noise: float | ArrayLike | Callable[[int, Vector], ArrayLike] = 0.0,
    delay: int = 0,
    parameters: Callable[[int], Mapping[str, ArrayLike]] | None = None,
    seed: int = 0,
) -> ClosedLoop:
    """Run a controller against a plant.

    Parameters
    ----------
    controller : Controller
        With ``step(x, parameters) -> u`` and ``report``.
    plant : callable
        (x, u) -> the state one sample later; :func:`plant_of` makes one from a model.
    x0 : (nx,)
    samples : int
        At least 1.
    noise : float, (nx,) array or callable
        The standard deviation of the measured state, or what measures it: ``(sample, x) -> measured state``.
    delay : int
        By how many samples a control is late; the first control acts until then.
    parameters : callable, optional
        The parameters of the controller at each sample: ``(sample) -> {name: value}``.
    seed : int
        Of the noise.

    Raises
    ------
    ProblemError
        If the plant answers with another shape.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=10, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.stage_squares(sqp.stack([x, 0.1 * u]))
    >>> loop = simulate(sqp.control.MPC(ocp), plant_of(ocp), [1.0], samples=30)
    >>> bool(abs(loop.x[-1, 0]) < 1e-3)
    True
    """
    whole_number("samples", samples, least=1)
    whole_number("delay", delay, least=0)
    random = np.random.default_rng(seed)
    state = np.array(x0, dtype=np.float64).ravel()
    xs, measured, controls, reports, seconds = (
        [state],
        list[Vector](),
        list[Vector](),
        list[StepReport](),
        list[float](),
    )
    for k in range(samples):
        seen = _measured(noise, k, state, random)
        begin = time.thread_time()
        control = controller.step(seen, None if parameters is None else parameters(k))
        seconds.append(time.thread_time() - begin)
        controls.append(np.array(control, dtype=np.float64))
        acting = controls[max(k - delay, 0)]
        state = np.array(plant(state, acting), dtype=np.float64).ravel()
        if state.shape != xs[0].shape:
            raise ProblemError(f"the plant must answer with {xs[0].size} states, got {state.size}")
        xs.append(state)
        measured.append(seen)
        reports.append(controller.report)
    acted = [controls[max(k - delay, 0)] for k in range(samples)]
    return ClosedLoop(np.array(xs), np.array(acted), np.array(measured), tuple(reports), np.array(seconds))


def plant_of(
    ocp: ControlStatement,
    integrator: Integrator | None = None,
    *,
    parameters: Mapping[str, ArrayLike] | None = None,
    disturbance: float | ArrayLike = 0.0,
    seed: int = 0,
) -> Plant:
    """The model of a problem as a plant, integrated more finely, with other parameters, and disturbed.

    Parameters
    ----------
    ocp : OptimalControlProblem
        Its first interval is one sample.
    integrator : Integrator, optional
        By default ten steps of the classical Runge-Kutta method, or Radau's where there are algebraic variables.
    parameters : mapping, optional
        Where the plant differs from the model of the controller.
    disturbance : number or (nx,)
        Standard deviation of what is added to the state at each sample.
    seed : int
    """
    finer = RK4(steps=10) if not ocp.has_algebraic else Radau(steps=3)
    stages = ocp.stages(None if ocp.grid.is_discrete else Shooting(integrator or finer))
    step = BufferedFunction(stages.dynamics)
    p, g = ParameterValues(stages).values(parameters)
    random = np.random.default_rng(seed)
    size = np.broadcast_to(np.asarray(disturbance, dtype=np.float64), (stages.nx,))

    def advance(x: Vector, u: Vector) -> Vector:
        return step(x, u, p[0], g) + size * random.standard_normal(stages.nx)

    return advance


def _measured(noise: Any, sample: int, state: Vector, random: np.random.Generator) -> Vector:
    if callable(noise):
        return np.array(noise(sample, state.copy()), dtype=np.float64).ravel()
    size = np.broadcast_to(np.asarray(noise, dtype=np.float64), state.shape)
    return state + size * random.standard_normal(state.size)
