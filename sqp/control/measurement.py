"""What comes into a controller, as vectors and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from sqp.arrays import Vector
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.trajectory import Trajectory
from sqp.errors import ModelError


def measured_state(stages: Stages, x0: Any) -> Vector:
    """A measured state, (nx,), from an array or a mapping of names; it may hold NaN.

    Raises
    ------
    ModelError
        If a state is missing or unknown, or the length is wrong: a mistake of the program, not of the plant.
    """
    if isinstance(x0, Mapping):
        named = cast("Mapping[str, Any]", x0)
        known = [quantity.name for quantity in stages.states]
        if set(named) != set(known):
            raise ModelError(f"a measurement names the states {', '.join(known)}, got {', '.join(map(str, named))}")
        x0 = np.concatenate([np.ravel(np.asarray(named[name], dtype=np.float64)) for name in known])
    start = np.array(x0, dtype=np.float64).ravel()
    if start.size != stages.nx:
        raise ModelError(f"a measurement has {stages.nx} entries, one for each entry of the state, got {start.size}")
    return start


def are_finite(data: tuple[Table, Vector]) -> bool:
    """Whether all values of the parameters are finite."""
    return bool(np.isfinite(data[0]).all() and np.isfinite(data[1]).all())


def free_states(stages: Stages) -> list[str]:
    """Names of the states whose initial values are not given."""
    names = [quantity.name for quantity in stages.states for _ in range(quantity.size)]
    return list(dict.fromkeys(name for name, given in zip(names, stages.given.tolist(), strict=True) if not given))


def planned(stages: Stages, result: Trajectory) -> Plan:
    """The plan that a solution makes, with the multipliers of its dynamics."""

    def table(parts: Any, rows: int, columns: int) -> Table:
        return np.vstack([np.zeros((0, columns)), *(np.atleast_2d(part) for part in parts)]).T.reshape(columns, rows)

    n = stages.horizon
    x = table(result.states().values(), stages.nx, n + 1)
    u = np.clip(table(result.controls().values(), stages.nu, n), stages.control_lower, stages.control_upper)
    a = table((result.multiplier(f"dynamics of {q.name}") for q in stages.states), stages.nx, n)
    return replace(Plan.at_start(stages), x=x.copy(), u=u.copy(), a=a.copy())
