"""Multiple shooting: an integrator, or the user's map, makes the next state from that of a node."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, final

import casadi as ca
import numpy as np

from sqp.control.grid import Grid
from sqp.control.integrators import RK4, Integrator
from sqp.control.parts import ControlParts, Kind, Place
from sqp.control.pieces import Pieces
from sqp.control.places import (
    ControlTables,
    control_tables,
    end_rows,
    made_terms,
    path_rows,
    scales,
    state_tables,
    without_given,
)
from sqp.control.stages import ARGUMENTS, Stages, Terms
from sqp.errors import ModelError
from sqp.model.casadi_functions import expanded


class Transcription(Protocol):
    """How dynamics in continuous time become relations between the nodes."""

    def stages(self, name: str, parts: ControlParts, grid: Grid) -> Stages:
        """The problem stage by stage."""
        ...


@final
@dataclass(frozen=True)
class Shooting:
    """Direct multiple shooting; costs are summed at the nodes, constraints hold there.

    Parameters
    ----------
    integrator : Integrator
        Of differential equations; a discrete map needs none.

    References
    ----------
    Bock, Plitt, "A multiple shooting algorithm for direct solution of optimal control problems", IFAC (1984).

    Examples
    --------
    >>> Shooting(RK4(steps=2))
    Shooting(integrator=RK4(steps=2))
    """

    integrator: Integrator = field(default_factory=RK4)

    def stages(self, name: str, parts: ControlParts, grid: Grid) -> Stages:
        pieces = Pieces(parts, grid)
        x, u, p, g = arguments(pieces)
        t, h = pieces.time_and_step(x, p)
        if grid.is_discrete:
            following = pieces.discrete()(x, ca.DM.zeros(parts.size(Kind.ALGEBRAIC)), u, p, g, t)
        else:
            following = self.integrator.advance(pieces.equation(), x, (u, p, g), t, h)
        dynamics = ca.Function("dynamics", [x, u, p, g], [ca.densify(following)], list(ARGUMENTS), ["next"])
        return made_stages(name, pieces, expanded(dynamics), self._path(pieces), control_tables(pieces))

    def _path(self, pieces: Pieces) -> Terms:
        x, u, p, g = arguments(pieces)
        t, h = pieces.time_and_step(x, p)
        rows = path_rows(pieces)
        stated = pieces.parts.places[Place.PATH]
        used = [*stated.residuals, *stated.costs, *(row.body for row in rows)]
        z = algebraic(pieces, used, x, u, p, g, t)
        residual, cost = pieces.costs(Place.PATH)(x, z, u, p, g, t)
        constraints = pieces.function("rows", [ca.veccat(*(row.body for row in rows))])(x, z, u, p, g, t)
        results = ca.sqrt(h) * residual, h * cost, constraints
        return made_terms("path", (x, u, p, g), results, rows, step_lengths(pieces))


def output_function(pieces: Pieces, column: Any) -> Any:
    """(x, u, p, g) -> a column of expressions in the symbols of a problem."""
    x, u, p, g = arguments(pieces)
    t, _ = pieces.time_and_step(x, p)
    z = algebraic(pieces, [column], x, u, p, g, t)
    value = pieces.function("output", [column])(x, z, u, p, g, t)
    return expanded(ca.Function("output", [x, u, p, g], [ca.densify(value)], list(ARGUMENTS), ["y"]))


def arguments(pieces: Pieces, *, end: bool = False) -> tuple[Any, Any, Any, Any]:
    """Fresh symbols (x, u, p, g) of a stage; u is empty at the ends of the horizon."""
    table = pieces.parameter_table()
    parts = pieces.parts
    sizes = (parts.size(Kind.STATE), 0 if end else parts.size(Kind.CONTROL), table.shape[1])
    x, u, p, g = (
        ca.MX.sym(letter, size)
        for letter, size in zip(ARGUMENTS, (*sizes, parts.size(Kind.GLOBAL_PARAMETER)), strict=True)
    )
    return x, u, p, g


def algebraic(pieces: Pieces, used: Sequence[Any], x: Any, u: Any, p: Any, g: Any, t: Any) -> Any:
    """The algebraic variables at a node from its state and control; zeros where nothing that is ``used`` needs them."""
    size = pieces.parts.size(Kind.ALGEBRAIC)
    symbols = ca.veccat(*(part.symbol for part in pieces.parts.of_kind(Kind.ALGEBRAIC)))
    if not size or not ca.depends_on(ca.veccat(*used), symbols):
        return ca.DM.zeros(size)
    equation = pieces.equation()
    z = ca.MX.sym("z", size)
    given = [ca.MX.sym(f"a{i}", equation.function.numel_in(i)) for i in (0, 2, 3, 4, 5)]
    residual = equation.function(given[0], z, *given[1:])[1]
    problem = ca.Function("algebraic", [z, *given], [residual]).expand()
    solver = ca.rootfinder("algebraic_equations", "fast_newton", problem, {"error_on_fail": False})
    return solver(equation.z, x, u, p, g, t)


def end_terms(pieces: Pieces, place: Place) -> Terms:
    """Terms of an end of the horizon, where there is no control.

    Raises
    ------
    ModelError
        If a control, or an algebraic variable that depends on one, enters them.
    """
    parts = pieces.parts
    rows = end_rows(pieces) if place is Place.TERMINAL else parts.places[place].rows
    stated = parts.places[place]
    used = ca.veccat(*stated.residuals, *stated.costs, *(row.body for row in rows))
    for kind in (Kind.CONTROL, Kind.ALGEBRAIC):
        for part in parts.of_kind(kind):
            if ca.depends_on(used, part.symbol):
                raise ModelError(
                    f"the {place.value} costs and constraints depend on the {kind.value} {part.quantity.name!r}"
                )
    x, u, p, g = arguments(pieces, end=True)
    t, _ = pieces.time_and_step(x, p)
    nothing = ca.DM.zeros(parts.size(Kind.ALGEBRAIC)), ca.DM.zeros(parts.size(Kind.CONTROL))
    residual, cost = pieces.costs(place)(x, *nothing, p, g, t)
    constraints = pieces.function("rows", [ca.veccat(*(row.body for row in rows))])(x, *nothing, p, g, t)
    return made_terms(place.value, (x, u, p, g), (residual, cost, constraints), rows, np.ones(1))


def step_lengths(pieces: Pieces) -> Any:
    """(N,) lengths of the intervals in time, 1 for a discrete map."""
    return np.ones(pieces.grid.horizon) if pieces.grid.is_discrete else np.diff(pieces.grid.times)


def made_stages(name: str, pieces: Pieces, dynamics: Any, path: Terms, controls: ControlTables) -> Stages:
    """The stages of a horizon on which every state belongs to a node and every control to an interval."""
    parts = pieces.parts
    state_lower, state_upper, state_start, initial_state = state_tables(pieces)
    given = ~np.isnan(initial_state)
    stated = parts.places[Place.INITIAL]
    has_initial = bool(stated.residuals or stated.costs or stated.rows)
    kinds = (Kind.STATE, Kind.CONTROL)
    return Stages(
        name=name,
        dynamics=dynamics,
        path=without_given(path, given),
        terminal=end_terms(pieces, Place.TERMINAL),
        initial=end_terms(pieces, Place.INITIAL) if has_initial else None,
        state_lower=state_lower,
        state_upper=state_upper,
        control_lower=controls.lower,
        control_upper=controls.upper,
        given=given,
        initial_state=initial_state,
        p=pieces.parameter_table(),
        g=pieces.global_values(),
        times=pieces.grid.times,
        states=tuple(part.quantity for part in parts.of_kind(Kind.STATE)),
        controls=controls.quantities,
        state_start=state_start,
        control_start=controls.start,
        state_scale=scales(pieces, Kind.STATE),
        control_scale=controls.scale,
        stage_parameters=pieces.stage_parameters,
        global_parameters=tuple(part.quantity for part in parts.of_kind(Kind.GLOBAL_PARAMETER)),
        units={part.quantity.name: part.unit for kind in kinds for part in parts.of_kind(kind) if part.unit},
    )
