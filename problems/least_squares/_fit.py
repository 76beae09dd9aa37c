"""What all regressions share: a model through data, and the case that holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

import sqp
from sqp.arrays import Vector
from sqp_problems.case import Case, Solution

Formula = Callable[[Any, Any], Any]


def data(text: str) -> Vector:
    """The numbers of a table."""
    return np.array(text.split(), dtype=np.float64)


def fitted(
    name: str,
    formula: Formula,
    *,
    x: Vector,
    y: Vector,
    starts: tuple[tuple[float, ...], tuple[float, ...]],
    certified: tuple[float, ...],
    residual_sum: float,
    start_objective: float,
    level: str,
    source: str,
) -> Case:
    """The case of fitting y = formula(b, x), from the first of the two published starts."""
    return Case(
        name=name,
        build=partial(regression, name, formula, x, y, starts[0]),
        optimum=residual_sum,
        start_objective=start_objective,
        solutions=(Solution(certified, residual_sum),),
        classification=f"SUR2-RN-{len(certified)}-0",
        source=f"{source}; certified by NIST StRD, nonlinear regression",
        tags=frozenset({"nist", "least-squares", "unconstrained", "nonconvex", level}),
        note=f"The nearer published start is {starts[1]}.",
    )


def regression(name: str, formula: Formula, x: Vector, y: Vector, start: Sequence[float]) -> sqp.Model:
    """minimise the sum of the squares of y - formula(b, x)."""
    m = sqp.Model(name)
    b = m.variable("b", len(start), start=start, scale=np.abs(start))
    values = formula(b, x)
    m.minimize_sum_of_squares(y - values)
    return m
