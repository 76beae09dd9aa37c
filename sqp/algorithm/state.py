"""Where a solve ended, in everything that another solve can start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.memory import Memory
from sqp.model.problem import Problem
from sqp.model.scaling import Scales
from sqp.qp.program import Sides, WorkingSet


@dataclass(frozen=True, eq=False)
class SolverState:
    """The point, its multipliers, the working set, and what the strategies have learnt.

    Attributes
    ----------
    x, y, z : (n,), (m,), (n,)
        In the units of the solver.
    f, c : float, (m,)
        Function values at x, in the units of the solver.
    bounds : (2 n + 2 m,)
        Of variables and constraints, in the units of the solver.
    scales : Scales
        From these units to those of the problem, or of what presolve left of it.
    rows, box : (m,), (n,) int8 or None
        The working set of the last subproblem.
    memories : dict
        The memory of each strategy that has one, by its role and settings.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("square")
    >>> x = m.variable("x", lower=1.0, start=3.0)
    >>> m.minimize(x**2)
    >>> state = m.solve().state
    >>> state.x, state.box
    (array([1.]), array([-1], dtype=int8))
    """

    x: Vector
    y: Vector
    z: Vector
    f: float
    c: Vector
    bounds: Vector
    scales: Scales
    rows: Sides | None = None
    box: Sides | None = None
    memories: dict[str, Memory] = field(default_factory=dict[str, Memory])

    def fits(self, problem: Problem) -> bool:
        """Whether the sizes are those of a problem."""
        return (self.x.size, self.y.size) == (problem.variable_bounds.size, problem.constraint_bounds.size)

    def working_set(self, box: Bounds, rows: Bounds) -> WorkingSet | None:
        """The working set, as far as there are bounds to hold; equalities always."""
        if self.rows is None or self.box is None:
            return None
        return WorkingSet.from_multipliers(self.rows.astype(np.float64), self.box.astype(np.float64), rows, box)

    def is_at(self, f: float, c: Vector, bounds: Vector) -> bool:
        """Whether function values and bounds are those of this state to the last bit: the problem has not changed."""
        return f == self.f and np.array_equal(c, self.c) and np.array_equal(bounds, self.bounds)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays that :meth:`from_arrays` understands."""
        arrays: dict[str, NDArray[Any]] = {
            "x": self.x,
            "y": self.y,
            "z": self.z,
            "f": np.array(self.f),
            "c": self.c,
            "bounds": self.bounds,
            "objective_scale": np.array(self.scales.objective),
            "constraint_scales": self.scales.constraints,
            "variable_scales": self.scales.variables,
        }
        if self.rows is not None and self.box is not None:
            arrays |= {"rows": self.rows, "box": self.box}
        arrays["memories"] = np.array([*self.memories], dtype=np.str_)
        for number, memory in enumerate(self.memories.values()):
            arrays |= {f"{number}.{name}": part for name, part in memory.items()}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> SolverState:
        """The inverse of :meth:`to_arrays`; KeyError if an array is missing."""
        memories: dict[str, Memory] = {
            str(key): {
                name.partition(".")[2]: part for name, part in arrays.items() if name.partition(".")[0] == str(number)
            }
            for number, key in enumerate(arrays["memories"])
        }
        scales = Scales(float(arrays["objective_scale"]), arrays["constraint_scales"], arrays["variable_scales"])
        return cls(
            arrays["x"],
            arrays["y"],
            arrays["z"],
            float(arrays["f"]),
            arrays["c"],
            arrays["bounds"],
            scales,
            arrays.get("rows"),
            arrays.get("box"),
            memories,
        )


def stacked(*bounds: Bounds) -> Vector:
    """All bounds in one array, to be compared with others."""
    return np.concatenate([side for pair in bounds for side in (pair.lower, pair.upper)])
