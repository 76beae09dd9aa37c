"""The solution of an optimal control problem: a result whose variables are trajectories in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from sqp.algorithm.result import Result
from sqp.arrays import Vector
from sqp.control.stages import Stages

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Trajectory(Result):
    """A :class:`sqp.Result` that knows which of its variables are states and controls, and when.

    ``result["NAME"]`` is the trajectory of a state, (N + 1,), or of a control, (N,).

    Attributes
    ----------
    phases : tuple of Stages
    prefixes : tuple of str
        What stands before the names of each phase.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.terminal_squares(x)
    >>> result = ocp.solve()
    >>> result.times(), result.states()["x"].round(6), result.controls()["u"].round(6)
    (array([0. , 0.5, 1. ]), array([1. , 0.5, 0. ]), array([-1., -1.]))
    """

    phases: tuple[Stages, ...] = field(default=(), repr=False)
    prefixes: tuple[str, ...] = ("",)

    def times(self, phase: int = 0) -> Vector:
        """(N + 1,) times of the nodes of a phase, which begins when the one before it ends."""
        begin = self.times(phase - 1)[-1] if phase else 0.0
        stages = self.phases[phase]
        nominal = stages.times
        name = f"{self.prefixes[phase]}duration"
        if any(quantity.name == "duration" for quantity in stages.states):
            nominal = nominal * (float(np.ravel(self[name])[0]) / nominal[-1])
        return begin + nominal

    def states(self, phase: int = 0) -> dict[str, Any]:
        """The states by name, (N + 1,) or (size, N + 1)."""
        return {q.name: self[self.prefixes[phase] + q.name] for q in self.phases[phase].states}

    def controls(self, phase: int = 0) -> dict[str, Any]:
        """The controls by name, (N,) or (size, N); the last value holds until the end."""
        return {q.name: self[self.prefixes[phase] + q.name] for q in self.phases[phase].controls}

    def plot_trajectory(self, path: str | PathLike[str] | None = None) -> Figure:
        """States and controls over time with their bounds and units; see :func:`sqp.control.plots.trajectory_plot`."""
        from sqp.control.plots import trajectory_plot

        return trajectory_plot(self, path)


def trajectory(result: Result, phases: tuple[Stages, ...], prefixes: tuple[str, ...]) -> Trajectory:
    """The same result with what is known about time."""
    known: Mapping[str, Any] = {f.name: getattr(result, f.name) for f in fields(Result)}
    return Trajectory(**known, phases=phases, prefixes=prefixes)
