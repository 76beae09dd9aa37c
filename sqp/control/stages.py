"""One optimal control problem, stage by stage: what a solver, a controller and generated code all read.

::

    minimise    e(x_0) + sum_k l_k(x_k, u_k) + l_N(x_N)          k = 0, ..., N-1
    subject to  x_{k+1} = F(x_k, u_k, p_k, g)
                lower_k <= c(x_k, u_k, p_k, g) <= upper_k,   lower_N <= c_N(x_N, p_N, g) <= upper_N
                state_lower_k <= x_k <= state_upper_k,       control_lower_k <= u_k <= control_upper_k

Every function has the arguments (x, u, p, g): state, control, parameters of the stage, parameters of the whole horizon.
At the ends of the horizon, where there is no control, u has no entries.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Mask, Vector
from sqp.errors import ProblemError
from sqp.model.quantity import Quantity

#: One row for each stage, one column for each entry.
Table = NDArray[np.float64]
#: The arguments of every function of a stage, in this order.
ARGUMENTS = ("x", "u", "p", "g")


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Terms:
    """What counts at K stages of one kind: their cost |r|^2 + l, and their constraints, of which some may be soft.

    A soft constraint may be violated by a slack s >= 0 at the cost ``linear`` s + ``quadratic`` s^2; lower and upper
    bound of a row share one slack.

    Attributes
    ----------
    residual : casadi.Function
        (x, u, p, g) -> r, (number of residuals,): the part of the cost that is a sum of squares.
    cost : casadi.Function
        (x, u, p, g) -> l, scalar: the rest of the cost.
    constraints : casadi.Function
        (x, u, p, g) -> c, (number of constraints,).
    lower, upper : (K, number of constraints)
    soft : (number of constraints,) bool
        Which rows may be violated.
    linear, quadratic : (K, number of constraints)
        Weights of the slacks, not negative; 0 for hard rows.
    names : tuple of str
        One for each row.

    Examples
    --------
    >>> import casadi as ca
    >>> x, u, p, g = (ca.SX.sym(name, size) for name, size in zip("xupg", (2, 1, 0, 0)))
    >>> f = {name: ca.Function(name, [x, u, p, g], [e]) for name, e in
    ...      {"residual": ca.vertcat(x, u), "cost": 0, "constraints": x[0] + u}.items()}
    >>> terms = Terms(**f, lower=np.full((5, 1), -1.0), upper=np.ones((5, 1)))
    >>> terms.stages, terms.rows, terms.soft
    (5, 1, array([False]))
    """

    residual: Any
    cost: Any
    constraints: Any
    lower: Table
    upper: Table
    soft: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    linear: Table = field(default_factory=lambda: np.zeros((0, 0)))
    quadratic: Table = field(default_factory=lambda: np.zeros((0, 0)))
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows = self.constraints.numel_out(0)
        if not self.soft.size:
            object.__setattr__(self, "soft", np.zeros(rows, dtype=np.bool_))
        for name in ("linear", "quadratic"):
            if not getattr(self, name).size:
                object.__setattr__(self, name, np.zeros(self.lower.shape))
        if not self.names:
            object.__setattr__(self, "names", tuple(f"c[{i}]" for i in range(rows)))
        for name in ("lower", "upper", "linear", "quadratic"):
            expect(f"Terms.{name}", getattr(self, name), (self.stages, rows))
        if not (self.lower <= self.upper).all():
            raise ProblemError("Terms: a lower bound exceeds its upper bound, or one of them is NaN")

    @cached_property
    def stages(self) -> int:
        """K, how many stages share these functions."""
        return self.lower.shape[0]

    @cached_property
    def rows(self) -> int:
        """Number of constraints at each stage."""
        return self.lower.shape[1]

    @property
    def squares(self) -> int:
        """Number of residuals at each stage."""
        return self.residual.numel_out(0)

    @property
    def has_cost(self) -> bool:
        """Whether there is a cost besides the squares."""
        return self.cost.nnz_out(0) > 0


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Stages:
    """An optimal control problem on N intervals as functions of one stage, with tables of numbers for all stages.

    Attributes
    ----------
    dynamics : casadi.Function
        F, (x, u, p, g) -> the next state: an integrator, a user's discrete map, or a row of collocation coefficients.
    path, terminal : Terms
        Of the N stages and of the end.
    initial : Terms or None
        Of the start in addition to ``path``; None where nothing is said about it, as in a controller.
    state_lower, state_upper : (N + 1, nx)
    control_lower, control_upper : (N, nu)
    given : (nx,) bool
        Which initial states are given from outside; ``initial_state`` holds their values, the others are free.
    initial_state : (nx,)
    p : (N + 1, np)
        Values of the parameters of the stages; "time" and "step" are among them where a function depends on them.
    g : (ng,)
        Values of the parameters of the whole horizon.
    times : (N + 1,)
        Of the nodes; for a free duration, at its start value.
    states, controls, stage_parameters, global_parameters : tuple of Quantity
        Names and shapes, in the order of x, u, p and g.
    units : mapping
        Unit by name.
    state_scale, control_scale : (nx,), (nu,)
        Typical sizes.
    state_start, control_start : (N + 1, nx), (N, nu)
        Where a solver starts.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("double integrator", horizon=10, duration=1.0)
    >>> s, v = ocp.state("s", initial=1.0), ocp.state("v", initial=0.0)
    >>> a = ocp.control("a", lower=-5.0, upper=5.0)
    >>> ocp.derivatives({s: v, v: a})
    >>> ocp.stage_squares(sqp.stack([s, v, a]))
    >>> stages = ocp.stages()
    >>> stages.horizon, stages.nx, stages.nu, stages.dynamics
    (10, 2, 1, Function(dynamics:(x[2],u,p[0],g[0])->(next[2]) SXFunction))
    """

    dynamics: Any
    path: Terms
    terminal: Terms
    state_lower: Table
    state_upper: Table
    control_lower: Table
    control_upper: Table
    given: Mask
    initial_state: Vector
    p: Table
    g: Vector
    times: Vector
    states: tuple[Quantity, ...]
    controls: tuple[Quantity, ...]
    state_start: Table
    control_start: Table
    state_scale: Vector
    control_scale: Vector
    stage_parameters: tuple[Quantity, ...] = ()
    global_parameters: tuple[Quantity, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    initial: Terms | None = None
    name: str = "ocp"

    def __post_init__(self) -> None:
        n, nx, nu = self.horizon, self.nx, self.nu
        for name in ("state_lower", "state_upper", "state_start"):
            expect(f"Stages.{name}", getattr(self, name), (n + 1, nx))
        for name in ("control_lower", "control_upper", "control_start"):
            expect(f"Stages.{name}", getattr(self, name), (n, nu))
        expect("Stages.p", self.p, (n + 1, self.np))
        expect("Stages.given", self.given, (nx,))
        expect("Stages.initial_state", self.initial_state, (nx,))
        expect("Stages.times", self.times, (n + 1,))
        expect("Stages.g", self.g, (self.ng,))

    @cached_property
    def horizon(self) -> int:
        """N, the number of intervals."""
        return self.path.stages

    @cached_property
    def nx(self) -> int:
        return self.dynamics.numel_in(0)

    @cached_property
    def nu(self) -> int:
        return self.dynamics.numel_in(1)

    @cached_property
    def np(self) -> int:
        """Number of parameters of one stage."""
        return self.dynamics.numel_in(2)

    @cached_property
    def ng(self) -> int:
        """Number of parameters of the whole horizon."""
        return self.dynamics.numel_in(3)

    @property
    def is_least_squares(self) -> bool:
        """Whether the whole cost is a sum of squares."""
        ends = [self.path, self.terminal] + ([] if self.initial is None else [self.initial])
        return not any(terms.has_cost for terms in ends)


def expect(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    """Refuse an array of another shape.

    Raises
    ------
    ProblemError
        With name, expected and found shape.

    Examples
    --------
    >>> expect("p", np.zeros((2, 1)), (3, 1))
    Traceback (most recent call last):
        ...
    sqp.errors.ProblemError: p must have shape (3, 1), got (2, 1)
    """
    if array.shape != shape:
        raise ProblemError(f"{name} must have shape {shape}, got {array.shape}")
