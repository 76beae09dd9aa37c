"""Direct collocation: the values at the collocation points of each interval join its controls.

With v_k = (u_k, points_k) in place of the control the problem is one of stages again: the next state is a combination
of x_k and the points, and the collocation equations are constraints of the path.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, final

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.control.grid import Grid
from sqp.control.integrators import Coefficients, collocation_residual
from sqp.control.parts import ControlParts, Kind, Place, Row
from sqp.control.pieces import Pieces
from sqp.control.places import ControlTables, control_tables, made_terms, path_rows, scales, state_tables
from sqp.control.shooting import arguments, made_stages, step_lengths
from sqp.control.stages import ARGUMENTS, Stages, Table, Terms
from sqp.errors import ModelError, OptionError
from sqp.model.casadi_functions import expanded
from sqp.model.quantity import Quantity
from sqp.settings import whole_number

#: Name of the values at the collocation points, among those of the controls.
POINTS = "collocation points"


@final
@dataclass(frozen=True, kw_only=True)
class Collocation:
    """Direct collocation with one polynomial in each interval; costs are integrated with its points.

    Constraints hold at the nodes; those with algebraic variables, and hard bounds of states, at the points.

    Parameters
    ----------
    degree : int
        Number of points; from 1 to 9.
    scheme : str
        "radau", for stiff and differential-algebraic equations, or "legendre".

    References
    ----------
    Biegler, "Nonlinear Programming" (2010), section 10.2.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("decay", horizon=4, duration=1.0, transcription=Collocation())
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u")
    >>> ocp.derivatives({x: -x + u})
    >>> ocp.stage_squares(u)
    >>> round(ocp.solve()["x"][-1].item(), 5)
    0.36788
    """

    degree: int = 3
    scheme: str = "radau"

    def __post_init__(self) -> None:
        whole_number("Collocation.degree", self.degree, least=1)
        if self.degree > 9:
            raise OptionError(f"Collocation.degree must be at most 9, got {self.degree}")
        if self.scheme not in ("radau", "legendre"):
            raise OptionError(f"Collocation.scheme must be 'radau' or 'legendre', got {self.scheme!r}")

    def stages(self, name: str, parts: ControlParts, grid: Grid) -> Stages:
        if grid.is_discrete:
            raise ModelError("collocation is for differential equations; a discrete map is its own transcription")
        pieces = Pieces(parts, grid)
        coefficients = Coefficients.of(self.degree, self.scheme)
        x, v, p, g = self._arguments(pieces)
        points = self._points(pieces, v)
        following = ca.mtimes(ca.horzcat(x, points[: x.numel(), :]), coefficients.end)
        dynamics = ca.Function("dynamics", [x, v, p, g], [ca.densify(following)], list(ARGUMENTS), ["next"])
        path = self._path(pieces, coefficients)
        return made_stages(name, pieces, expanded(dynamics), path, self._controls(pieces))

    def _arguments(self, pieces: Pieces) -> tuple[Any, Any, Any, Any]:
        x, u, p, g = arguments(pieces)
        return x, ca.MX.sym("v", u.numel() + self._size(pieces) * self.degree), p, g

    def _size(self, pieces: Pieces) -> int:
        """Numbers at each point."""
        return pieces.parts.size(Kind.STATE) + pieces.parts.size(Kind.ALGEBRAIC)

    def _points(self, pieces: Pieces, v: Any) -> Any:
        """(nx + nz, degree) values at the points."""
        controls = pieces.parts.size(Kind.CONTROL)
        return ca.reshape(v[controls:], self._size(pieces), self.degree)

    def _path(self, pieces: Pieces, coefficients: Coefficients) -> Terms:
        x, v, p, g = self._arguments(pieces)
        t, h = pieces.time_and_step(x, p)
        nx = x.numel()
        u, points = v[: pieces.parts.size(Kind.CONTROL)], self._points(pieces, v)
        rows = path_rows(pieces)
        symbols = ca.veccat(*(part.symbol for part in pieces.parts.of_kind(Kind.ALGEBRAIC)))
        at_points = [row for row in rows if ca.depends_on(row.body, symbols)]
        at_nodes = [row for row in rows if row not in at_points]
        cost = pieces.costs(Place.PATH)
        at_point = pieces.function("rows", [ca.veccat(*(row.body for row in at_points))])
        at_node = pieces.function("rows", [ca.veccat(*(row.body for row in at_nodes))])
        residuals: list[Any] = []
        total: Any = ca.MX(1, 1)
        equation = collocation_residual(coefficients, pieces.equation(), x, points, (u, p, g), t, h)
        values = [equation, at_node(x, ca.DM.zeros(symbols.numel()), u, p, g, t)]
        for i, (point, weight) in enumerate(zip(coefficients.points, coefficients.weights, strict=True)):
            inside = points[:nx, i], points[nx:, i], u, p, g, t + float(point) * h
            residual, value = cost(*inside)
            residuals.append(ca.sqrt(float(weight) * h) * residual)
            total += float(weight) * h * value
            values.append(at_point(*inside))
        stated = [Row("collocation", equation, np.zeros(equation.numel()), np.zeros(equation.numel())), *at_nodes]
        for i in range(self.degree):
            stated += [replace(row, name=f"{row.name} at point {i + 1}") for row in at_points]
        results = ca.vertcat(ca.MX(0, 1), *residuals), total, ca.vertcat(*values)
        return made_terms("path", (x, v, p, g), results, stated, step_lengths(pieces))

    def _controls(self, pieces: Pieces) -> ControlTables:
        """The controls with bounds, starts and scales of the points after them."""
        n, degree = pieces.grid.horizon, self.degree
        controls, (lower, upper, start, _) = control_tables(pieces), state_tables(pieces)
        algebraic = pieces.parts.of_kind(Kind.ALGEBRAIC)
        guess = np.concatenate([np.zeros(0), *(part.table("start", 1)[0] for part in algebraic)])
        free = np.full(guess.size, np.inf)

        def with_points(own: Table, states: Table, z: Vector) -> Table:
            return np.hstack((own, *([np.hstack((states, np.tile(z, (n, 1))))] * degree)))

        scale = np.concatenate((scales(pieces, Kind.STATE), scales(pieces, Kind.ALGEBRAIC)))
        return ControlTables(
            with_points(controls.lower, lower[1:], -free),
            with_points(controls.upper, upper[1:], free),
            with_points(controls.start, start[:-1], guess),
            np.concatenate((controls.scale, *([scale] * degree))),
            (*controls.quantities, Quantity(POINTS, (scale.size * degree,))),
        )
