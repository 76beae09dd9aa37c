"""The stages of an estimation problem, from those of an optimal control problem.

    minimise    |L'(x_0 - prior)|^2 + sum_k |s_k (y_k - h(x_k, u_k))|^2 + sum_k |w_k|^2
    subject to  x_{k+1} = F(x_k, u_k) + G w_k,    bounds of the states

Controls that acted, measurements y and their weights s (0 where one is missing) are parameters of the stages; prior and
L are parameters of the horizon; the normalised disturbances w take the place of the controls.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.control.stages import ARGUMENTS, Stages, Table, Terms
from sqp.model.casadi_functions import expanded
from sqp.model.quantity import Quantity


def estimation_stages(stages: Stages, output: Any, horizon: int, disturbance: Vector) -> Stages:
    """The stages of the estimation over ``horizon`` intervals.

    Parameters
    ----------
    stages : Stages
        Whose dynamics, state bounds and parameters are used; its costs and constraints are not.
    output : casadi.Function
        h, (x, u, p, g) -> what is measured.
    disturbance : (nx,)
        Standard deviation of what disturbs each state in one interval; 0 where nothing does.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=1)
    >>> x = ocp.state("x", initial=0.0)
    >>> ocp.next_state({x: 0.5 * x})
    >>> made = estimation_stages(ocp.stages(), ocp.output(x), 10, np.array([0.1]))
    >>> made.horizon, made.nu, made.np, made.path.squares
    (10, 1, 2, 2)
    """
    nx, ny = stages.nx, output.numel_out(0)
    disturbed = np.flatnonzero(disturbance > 0.0)
    x, w = ca.MX.sym("x", nx), ca.MX.sym("w", disturbed.size)
    known = [ca.MX.sym(name, size) for name, size in (("u", stages.nu), ("p", stages.np), ("y", ny), ("s", ny))]
    u, p, y, s = known
    given = [ca.MX.sym(name, size) for name, size in (("g", stages.ng), ("prior", nx), ("L", nx * nx))]
    g, prior, L = given
    inside = [ca.vertcat(*known), ca.vertcat(*given)]
    into = np.zeros((nx, disturbed.size))
    into[disturbed, np.arange(disturbed.size)] = disturbance[disturbed]
    following = stages.dynamics(x, u, p, g) + ca.mtimes(into, w)
    misfit = s * (y - output(x, u, p, g))
    arrival = ca.mtimes(ca.reshape(L, nx, nx).T, x - prior)

    def function(name: str, result: Any, control: Any) -> Any:
        places = [x, control, *(ca.MX.sym(letter, part.numel()) for letter, part in zip("PG", inside, strict=True))]
        pieces = ca.Function(name, [x, control, *known, *given], [result])
        split = [*_split(places[2], known), *_split(places[3], given)]
        value = pieces(x, control, *split)
        return expanded(ca.Function(name, places, [value], list(ARGUMENTS), ["value"]))

    nothing = ca.MX.sym("w", 0)
    return Stages(
        name=f"{stages.name} estimation",
        dynamics=function("dynamics", ca.densify(following), w),
        path=_squares(function, ca.vertcat(misfit, w), w, horizon),
        terminal=_squares(function, misfit, nothing, 1),
        initial=_squares(function, arrival, nothing, 1),
        state_lower=np.tile(stages.state_lower[-1], (horizon + 1, 1)),
        state_upper=np.tile(stages.state_upper[-1], (horizon + 1, 1)),
        control_lower=np.full((horizon, disturbed.size), -np.inf),
        control_upper=np.full((horizon, disturbed.size), np.inf),
        given=np.zeros(nx, dtype=np.bool_),
        initial_state=np.full(nx, np.nan),
        p=np.zeros((horizon + 1, stages.nu + stages.np + 2 * ny)),
        g=np.zeros(stages.ng + nx + nx * nx),
        times=np.arange(horizon + 1, dtype=np.float64) * (stages.times[1] - stages.times[0]),
        states=stages.states,
        controls=(Quantity("disturbance", (disturbed.size,)),) if disturbed.size else (),
        state_start=np.zeros((horizon + 1, nx)),
        control_start=np.zeros((horizon, disturbed.size)),
        state_scale=stages.state_scale,
        control_scale=np.ones(disturbed.size),
        stage_parameters=_quantities(("controls", "parameters", "measurements", "weights"), known),
        global_parameters=_quantities(("parameters of the horizon", "prior", "information"), given),
        units=stages.units,
    )


def _quantities(names: tuple[str, ...], symbols: list[Any]) -> tuple[Quantity, ...]:
    pairs = zip(names, symbols, strict=True)
    return tuple(Quantity(name, (symbol.numel(),)) for name, symbol in pairs if symbol.numel())


def _squares(function: Any, residual: Any, control: Any, stages: int) -> Terms:
    nothing: Table = np.zeros((stages, 0))
    return Terms(
        residual=function("residual", ca.densify(residual), control),
        cost=function("cost", ca.MX(1, 1), control),
        constraints=function("constraints", ca.MX.zeros(0, 1), control),
        lower=nothing,
        upper=nothing,
    )


def _split(vector: Any, parts: list[Any]) -> list[Any]:
    offsets = np.cumsum([0, *(part.numel() for part in parts)]).tolist()
    return ca.vertsplit(vector, offsets)
