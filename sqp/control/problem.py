"""An optimal control problem that can be solved."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.algorithm.result import Result
from sqp.arrays import Vector
from sqp.control.horizon import Horizon
from sqp.control.ocp import ControlStatement
from sqp.control.stages import Stages
from sqp.control.trajectory import Trajectory, trajectory
from sqp.errors import ModelError
from sqp.front.model import Model
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.names import unknown_name


class OptimalControlProblem(ControlStatement):
    """An optimal control problem stated with names, and its solution.

    Everything that states the problem is in :class:`sqp.control.ocp.ControlStatement`.

    Parameters
    ----------
    name, horizon, duration, grid, transcription
        See there.

    Examples
    --------
    Drive 1 m and stop, with as little effort as possible:

    >>> import sqp
    >>> ocp = OptimalControlProblem("drive", horizon=20, duration=1.0)
    >>> s, v = ocp.state("s", initial=0.0, unit="m"), ocp.state("v", initial=0.0, unit="m/s")
    >>> a = ocp.control("a", unit="m/s^2")
    >>> ocp.derivatives({s: v, v: a})
    >>> ocp.stage_squares(a)
    >>> ocp.terminal(sqp.stack([s - 1.0, v]) == 0.0)
    >>> result = ocp.solve()
    >>> round(result.f, 2), result["s"].shape, round(float(result["s"][10]), 6)
    (12.03, (21,), 0.5)
    """

    _assembled: tuple[Stages, Model] | None = None

    def model(self) -> Model:
        """The problem as an ordinary model, whose variables are the trajectories of the states and controls."""
        stages = self.stages()
        if self._assembled is None or self._assembled[0] is not stages:
            self._assembled = stages, assembled(stages)
        return self._assembled[1]

    def problem(
        self, parameters: Mapping[str, ArrayLike] | None = None, *, initial: Mapping[str, ArrayLike] | None = None
    ) -> CasadiProblem:
        """The problem that solvers see, for these parameters and this initial state."""
        return self.model().problem(with_initial(self.stages(), parameters, initial))

    def solve(
        self,
        start: Any = None,
        parameters: Mapping[str, ArrayLike] | None = None,
        *,
        initial: Mapping[str, ArrayLike] | None = None,
        **settings: Any,
    ) -> Trajectory:
        """Solve the problem.

        Parameters
        ----------
        start : mapping of names to trajectories, (n,) array, or Result, optional
            Where to start; by default what was said with the states and controls.
        parameters : mapping of names to values, optional
        initial : mapping of states to values, optional
            Replaces initial states.
        **settings
            Of :meth:`sqp.Model.solve`.  The Hessian of a least-squares cost is that of Gauss and Newton by default;
            ``hessian=Blockwise()`` is the exact one, made convex stage by stage.

        Raises
        ------
        ModelError, OptionError
            If something is missing, unknown or out of range.
        """
        stages = self.stages()
        result: Result = self.model().solve(start, with_initial(stages, parameters, initial), **settings)
        return trajectory(result, (stages,), ("",))


def solved(
    stages: Stages, start: Vector, parameters: Mapping[str, ArrayLike] | None = None, **settings: Any
) -> Trajectory:
    """The solution of the problem that stages state, from the state ``start``, (nx,)."""
    offsets = np.cumsum([0, *(quantity.size for quantity in stages.states)]).tolist()
    initial = {q.name: q.unpack(start[at : at + q.size]) for q, at in zip(stages.states, offsets, strict=False)}
    values = with_initial(stages, parameters, initial)
    return trajectory(assembled(stages).solve(None, values, **settings), (stages,), ("",))


def assembled(stages: Stages) -> Model:
    """The model of one horizon."""
    model = Model(stages.name)
    objective_of(model, [Horizon(model, stages)])
    return model


def objective_of(model: Model, horizons: Sequence[Horizon]) -> None:
    """State the sum of the costs of some horizons as the objective of their model."""
    squares = [column for horizon in horizons for column in horizon.squares]
    linear = sum((horizon.linear for horizon in horizons), start=ca.MX(1, 1))
    if all(horizon.stages.is_least_squares for horizon in horizons):
        model.minimize_sum_of_squares(ca.vertcat(ca.MX(0, 1), *squares), linear=linear)
    else:
        cost = sum((horizon.cost for horizon in horizons), start=ca.MX(1, 1))
        model.minimize(cost + linear + ca.sumsqr(ca.vertcat(ca.MX(0, 1), *squares)))


def with_initial(
    stages: Stages,
    parameters: Mapping[str, ArrayLike] | None,
    initial: Mapping[str, ArrayLike] | None,
    prefix: str = "",
) -> dict[str, ArrayLike]:
    """Values of parameters, among them those of the initial states.

    Raises
    ------
    ModelError
        If a name is not that of a state whose initial value is given.
    """
    given = [q.name for q, is_given in zip(stages.states, _given_quantities(stages), strict=True) if is_given]
    values = dict(parameters or {})
    for name, value in (initial or {}).items():
        if name not in given:
            raise ModelError(unknown_name("state with an initial value", name, given))
        values[f"{prefix}initial {name}"] = value
    return values


def _given_quantities(stages: Stages) -> list[bool]:
    found: list[bool] = []
    at = 0
    for quantity in stages.states:
        found.append(bool(stages.given[at : at + quantity.size].all()))
        at += quantity.size
    return found
