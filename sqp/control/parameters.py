"""Values of the parameters of a horizon, replaced by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.parts import table
from sqp.control.stages import Stages, Table
from sqp.errors import ModelError
from sqp.model.names import unknown_name


@final
class ParameterValues:
    """Turns named values into the tables p, (N + 1, np), and g, (ng,), of a horizon.

    Parameters
    ----------
    stages : Stages

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2)
    >>> x, r = ocp.state("x", initial=1.0), ocp.parameter("r", value=0.0, per_stage=True)
    >>> ocp.next_state({x: 2 * x})
    >>> ocp.stage_squares(x - r)
    >>> ParameterValues(ocp.stages()).values({"r": [1.0, 2.0, 3.0]})[0].ravel()
    array([1., 2., 3.])
    """

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._places: dict[str, tuple[bool, slice]] = {}
        for per_stage, quantities in ((True, stages.stage_parameters), (False, stages.global_parameters)):
            at = 0
            for quantity in quantities:
                self._places[quantity.name] = per_stage, slice(at, at + quantity.size)
                at += quantity.size
        known = {quantity.name: quantity for quantity in (*stages.stage_parameters, *stages.global_parameters)}
        self._quantities = known
        self._rate = _of_time(stages)

    def values(self, given: Mapping[str, ArrayLike] | None, elapsed: float = 0.0) -> tuple[Table, Vector]:
        """p and g; what is not given keeps the value it was stated with.  ``elapsed`` moves the time of all nodes.

        Raises
        ------
        ModelError
            If a name is unknown, a shape does not fit, or a parameter has no value.
        """
        p, g = self._stages.p, self._stages.g
        if given or (elapsed and self._rate):
            p, g = p.copy(), g.copy()
        for name, value in (given or {}).items():
            self._replace(name, value, p, g)
        if elapsed and self._rate:
            p[:, self._places["time"][1]] += elapsed * self._rate
        return p, g

    def missing(self, p: Table, g: Vector) -> list[str]:
        """Names of parameters without a value."""
        names: list[str] = []
        for name, (per_stage, part) in self._places.items():
            if np.isnan(p[:, part] if per_stage else g[part]).any():
                names.append(name)
        return names

    def _replace(self, name: str, value: ArrayLike, p: Table, g: Vector) -> None:
        if name not in self._places:
            raise ModelError(unknown_name("parameter", name, self._places))
        per_stage, part = self._places[name]
        array: Any = np.asarray(value, dtype=np.float64)
        if np.isnan(array).any():  # a NaN is for the guard of the controller, not an error of the caller
            (p if per_stage else g)[..., part] = np.nan
        elif per_stage:
            p[:, part] = table(self._quantities[name], array, "the value", p.shape[0])
        else:
            g[part] = self._quantities[name].pack(array, "the value")


def _of_time(stages: Stages) -> float:
    """How fast the parameter "time" of the stages runs; 0 if there is none."""
    at = 0
    for quantity in stages.stage_parameters:
        if quantity.name == "time":
            return float(stages.p[-1, at] / stages.times[-1])
        at += quantity.size
    return 0.0
